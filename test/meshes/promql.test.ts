import {parser} from '@prometheus-io/lezer-promql';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {quoted} from '../../source/domain/signals/series-scope.ts';
import {byNamespace, oneOf, range} from '../../source/meshes/promql.ts';

test('one value is matched by equality, several by an anchored expression, each once and in order', () => {
	expect(oneOf('name', ['b'])).toBe('name="b"');
	expect(oneOf('name', ['b', 'a', 'b'])).toBe('name=~"a|b"');
});

test('characters that mean something to RE2 or to PromQL are taken literally', () => {
	expect(oneOf('name', ['a.b', 'c'])).toBe('name=~"a\\\\.b|c"');
	expect(oneOf('name', ['a"b'])).toBe('name="a\\"b"');
});

test('an expression of any names matches these names and no other', () => {
	fc.assert(
		fc.property(
			fc.string({unit: 'binary'}),
			fc.string({unit: 'binary'}),
			fc.string({unit: 'binary'}),
			(one, other, stranger) => {
				fc.pre(one !== other && stranger !== one && stranger !== other);
				const text = oneOf('name', [one, other]).slice('name=~'.length);
				const expression = new RegExp(`^(?:${unquoted(text)})$`);
				expect(expression.test(one) && expression.test(other)).toBe(true);
				expect(expression.test(stranger)).toBe(false);
			},
		),
	);
});

test('a quoted text is one string token', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			const names: string[] = [];
			parser.parse(quoted(text)).iterate({
				enter: node => {
					names.push(node.name);
				},
			});
			expect(names).toEqual(['PromQL', 'StringLiteral']);
		}),
	);
});

test('a range is whole seconds, at least one', () => {
	expect([range(60), range(0.2), range(14.5)]).toEqual(['60s', '1s', '15s']);
});

test('byNamespace groups services by namespace, both in order', () => {
	const services = [
		{namespace: 'shop', name: 'cart'},
		{namespace: 'pay', name: 'ledger'},
		{namespace: 'shop', name: 'checkout'},
	];
	expect(byNamespace(services)).toEqual([
		['pay', ['ledger']],
		['shop', ['cart', 'checkout']],
	]);
});

function unquoted(text: string): string {
	const characters: Readonly<Record<string, string>> = {n: '\n', r: '\r'};
	return text.slice(1, -1).replace(/\\(.)/gs, (_, character: string) => characters[character] ?? character);
}
