import type {Labels} from '../promql/labels.ts';
import {formatValue} from './format-value.ts';

export interface ExposedSample {
	readonly labels: Labels;
	readonly value: number;
}

export const expositionContentType = 'text/plain; version=0.0.4; charset=utf-8';

/** Samples in Prometheus' text format 0.0.4, without timestamps, so that another Prometheus can scrape them. */
export const exposition = (samples: Iterable<ExposedSample>): string => {
	const families = Map.groupBy(samples, ({labels}) => familyOf(labels));
	return [...families].map(([family, members]) => `${typeLine(family)}${members.map(line).join('')}`).join('');
};

const familyOf = ({__name__: name = '', le}: Labels): string => {
	if (le !== undefined) return name.replace(/_bucket$/, '');
	return histogramPart.test(name) ? name.replace(histogramPart, '') : name;
};

const histogramPart = /(?<=_milliseconds|_seconds|_bytes)_(sum|count)$/;

const typeLine = (family: string): string => {
	const type = family.endsWith('_total')
		? 'counter'
		: /_(milliseconds|seconds|bytes)$/.test(family)
			? 'histogram'
			: 'gauge';
	return `# TYPE ${family} ${type}\n`;
};

const line = ({labels, value}: ExposedSample): string => {
	const {__name__: name, ...others} = labels;
	const pairs = Object.entries(others).map(([label, text]) => `${label}="${escaped(text)}"`);
	return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${formatValue(value)}\n`;
};

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
