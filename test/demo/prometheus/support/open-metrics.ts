import type {StoredSeries} from './memory-source.ts';

/** The samples in the text format that `promtool tsdb create-blocks-from openmetrics` reads. Everything is declared as
 * unknown, so that names are kept as they are. */
export const openMetrics = (stored: readonly StoredSeries[]): string => {
	const byName = Map.groupBy(stored, ({labels}) => labels.__name__ ?? '');
	const families = [...byName].map(([name, series]) => [`# TYPE ${name} unknown`, ...series.flatMap(lines)].join('\n'));
	return `${families.join('\n')}\n# EOF\n`;
};

const lines = ({labels, samples}: StoredSeries): readonly string[] => {
	const {__name__: name, ...others} = labels;
	const pairs = Object.entries(others).map(([label, value]) => `${label}="${escaped(value)}"`);
	return samples.map(({atMs, value}) => `${name}{${pairs.join(',')}} ${shown(value)} ${atMs / 1000}`);
};

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const shown = (value: number): string =>
	value === Number.POSITIVE_INFINITY ? '+Inf' : value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
