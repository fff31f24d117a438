import type {MeshQuery} from './contract.ts';
import {isCount} from './samples.ts';

/** When the newest sample of these series was scraped. `by`: apart for each value of these labels. */
export function newestSampleOf(series: readonly string[], by: readonly string[] = []): MeshQuery<number | null> {
	const grouped = by.length === 0 ? 'max' : `max by (${by.join(',')})`;
	return {
		promql: `${grouped}(${series.map(one => `timestamp(${one})`).join(' or ')})`,
		read: ([sample]) => ({value: sample && isCount(sample.value) ? sample.value * 1000 : null, unmatched: 0}),
	};
}
