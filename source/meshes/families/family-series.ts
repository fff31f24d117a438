import type {NamedService} from '../../domain/cluster/service-host.ts';
import {quoted, type SeriesScope, selectorOf} from '../../domain/signals/series-scope.ts';
import {nativeRateOf, oneOf, rateOf} from '../promql.ts';
import {exportedName} from './renamed-labels.ts';
import type {RequestFamily} from './request-family.ts';

/** What counts the family's requests of these services, or all of them for null: one selector or several. */
export function countedSeries(
	family: RequestFamily,
	services: readonly NamedService[] | null,
	scope: SeriesScope,
): readonly string[] {
	return selectorsOf(family, services).map(own => {
		const {metric, by} = named(family.counter, family.patterns?.counter);
		return `${metric}${selectorOf(scope.matchers, [...by, ...own])}`;
	});
}

/** The family's requests a second. */
export function requestRates(
	family: RequestFamily,
	services: readonly NamedService[] | null,
	seconds: number,
	scope: SeriesScope,
): string {
	const {metric, by} = named(family.counter, family.patterns?.counter);
	const all = selectorsOf(family, services).map(matchers => {
		const own = [...by, ...matchers];
		return family.isNative ? nativeRateOf('count', {metric, own, seconds, scope}) : rateOf(metric, own, seconds, scope);
	});
	return labelled(family, all.join(' or '));
}

/** How many of them were how slow: by bucket, or as native histograms. */
export function durationRates(
	family: RequestFamily,
	services: readonly NamedService[],
	seconds: number,
	scope: SeriesScope,
): string {
	const {histogram, patterns, isNative} = family;
	if (!histogram) return '';
	const {metric, by} = named(histogram.name, patterns?.histogram);
	const all = selectorsOf(family, services).map(matchers => {
		const own = [...by, ...histogram.own, ...matchers];
		return isNative ? nativeRateOf('whole', {metric, own, seconds, scope}) : rateOf(metric, own, seconds, scope);
	});
	return labelled(family, all.join(' or '));
}

function labelled({withLabels}: RequestFamily, series: string): string {
	return withLabels ? withLabels(series) : series;
}

/** A plain name is written before the braces; several, and those of Prometheus 3 with dots, are matched within. */
function named(name: string, pattern: string | undefined): {readonly metric: string; readonly by: readonly string[]} {
	if (pattern !== undefined) return {metric: '', by: [`__name__=~${quoted(pattern)}`]};
	return /^[a-zA-Z_:][\w:]*$/.test(name) ? {metric: name, by: []} : {metric: '', by: [oneOf('__name__', [name])]};
}

/** Matchers that select the family's series of these services, or all of its series for null; each list by itself. Where
 * a label may have been renamed by the scrape, either name may hold the value. */
function selectorsOf(family: RequestFamily, services: readonly NamedService[] | null): readonly (readonly string[])[] {
	if (services === null) return [family.own];
	const isRenamed = (label: string) => family.renamed.includes(label);
	const plain = family.matchersOf(services, label => label);
	const exported =
		family.renamed.length === 0
			? []
			: family.matchersOf(services, label => (isRenamed(label) ? exportedName(label) : label));
	return [...plain, ...exported].map(own => [...family.own, ...own]);
}
