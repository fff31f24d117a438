import {expect, test} from 'vitest';
import {instantQuery} from '../../source/demo/prometheus/promql/query.ts';
import {semanticsOf} from '../../source/demo/prometheus/promql/semantics.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {istio} from '../../source/meshes/istio/istio.ts';
import {createMemorySource} from '../demo/prometheus/support/memory-source.ts';

const checkout = {namespace: ident('shop'), name: ident('checkout')};
const beganAtMs = Date.parse('2026-11-21T12:53:00Z');

/** Counted from 12:53:00 on, every 15 s: 600 requests each time, which is 40 a second. */
const counted = createMemorySource([
	{
		labels: {
			__name__: 'istio_requests_total',
			reporter: 'source',
			destination_service_namespace: 'shop',
			destination_service_name: 'checkout',
		},
		samples: Array.from({length: 240}, (_, at) => ({atMs: beganAtMs + at * 15_000, value: at * 600})),
	},
]);

/** What the query gives at a time of that day. */
function peakAt(clock: string): number | null {
	const {promql, read} = istio.questions(scopeOf({})).peak([checkout], 86_400);
	const answer = instantQuery(promql, Date.parse(`2026-11-21T${clock}Z`), {
		source: counted,
		semantics: semanticsOf('3.5.0'),
	});
	if (answer.kind !== 'vector') throw new Error(JSON.stringify(answer));
	return read(answer.vector.map(({labels, value}) => ({labels: {reporter: ident(labels.reporter ?? '')}, value})))
		.value;
}

test('the peak is unknown until a whole step was counted', () => {
	// Of the step that ends at 12:55:00 only two minutes were counted: it would give 16 a second.
	expect(['12:55:30', '12:59:59', '13:02:45'].map(peakAt)).toEqual([null, null, null]);
});

test('once a whole step was counted, the peak is the counted rate', () => {
	expect(['13:03:00', '13:05:10', '13:40:00'].map(clock => Math.round(peakAt(clock) ?? 0))).toEqual([40, 40, 40]);
});
