import {parser} from '@prometheus-io/lezer-promql';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {block} from '../../source/domain/text/safe-text.ts';
import {meshes} from '../../source/meshes/registry.ts';
import {cells} from '../../source/views/lines/cells.ts';
import {wrapQuery} from '../../source/views/lines/wrap-query.ts';

const name = fc.oneof(
	fc.constantFrom('checkout', 'pay "gateway"', 'a\\b', '日本語'),
	fc.stringMatching(/^[a-z-]{1,40}$/),
);
const services = fc.array(fc.record({namespace: name, name}), {minLength: 1, maxLength: 12});
const query = fc
	.tuple(fc.constantFrom(...meshes), services, fc.constantFrom('trafficOf', 'latency', 'peak'))
	.map(([mesh, named, question]) => mesh.questions(scopeOf({cluster: 'prod eu1'}))[question]?.(named, 60).promql ?? '');

test('every row fits, and nothing of the query is left out', () => {
	fc.assert(
		fc.property(query, fc.integer({min: 20, max: 200}), (promql, width) => {
			const {rows} = wrapQuery(block(promql), width);
			for (const row of rows) expect(cells(row)).toBeLessThanOrEqual(width);
			const withoutBlanks = (text: string) => text.replaceAll(/\s/g, '');
			expect(withoutBlanks(rows.join(''))).toBe(withoutBlanks(promql));
		}),
	);
});

test('rows that are pasted with their line feeds are the same query, where no string is longer than a row', () => {
	fc.assert(
		fc.property(query, fc.integer({min: 60, max: 200}), (promql, width) => {
			const {rows, isBroken} = wrapQuery(block(promql), width);
			fc.pre(!isBroken);
			expect(tokensOf(rows.join('\n'))).toEqual(tokensOf(promql));
		}),
	);
});

test('a string that is longer than a row is broken, and that is told', () => {
	const names = Array.from({length: 30}, (_, at) => `service-number-${at}`).join('|');
	const {rows, isBroken} = wrapQuery(block(`rate(x{name=~"${names}"}[60s])`), 78);
	expect(isBroken).toBe(true);
	expect(rows.join('')).toBe(`rate(x{name=~"${names}"}[60s])`);
});

function tokensOf(promql: string): readonly string[] {
	const tokens: string[] = [];
	parser.parse(promql).iterate({
		enter: node => {
			if (node.type.isError) tokens.push('error');
			if (node.node.firstChild === null) tokens.push(promql.slice(node.from, node.to));
		},
	});
	return tokens;
}
