import type {MetricSample} from '../../domain/signals/metric-sample.ts';

/** A scrape's own label wins over the series' own of the same name, which is then called so. */
const prefix = 'exported_';
/** Whether labels were renamed is a matter of each job. */
const jobLabel = 'job';

export function exportedName(label: string): string {
	return `${prefix}${label}`;
}

/** The labels to group by, so that `withOwnLabels` can tell which of them are the series' own. */
export function renamedLabels(renamed: readonly string[]): readonly string[] {
	return renamed.length === 0 ? [] : [jobLabel, ...renamed.map(exportedName)];
}

/** Gives each series its own labels back. Where any series of a job has `exported_service`, `service` is that of the
 * scrape in all of them: one whose own is empty has no `exported_service`. */
export function withOwnLabels(samples: readonly MetricSample[], renamed: readonly string[]): readonly MetricSample[] {
	if (renamed.length === 0) return samples;
	const jobs = new Map(renamed.map(label => [label, new Set<string>()] as const));
	for (const {labels} of samples)
		for (const [label, found] of jobs) if (labels[exportedName(label)]) found.add(labels[jobLabel] ?? '');
	if ([...jobs.values()].every(found => found.size === 0)) return samples;
	return samples.map(sample => {
		const labels = {...sample.labels};
		for (const [label, found] of jobs) {
			if (!found.has(labels[jobLabel] ?? '')) continue;
			const own = labels[exportedName(label)];
			if (own) labels[label] = own;
			else delete labels[label];
		}
		return {...sample, labels};
	});
}
