import {signature} from '../../../../source/demo/prometheus/promql/labels.ts';

interface Answer {
	readonly status: number;
	readonly body: Readonly<Record<string, unknown>>;
}

type Point = readonly [number, string];
interface Found {
	readonly metric: Readonly<Record<string, string>>;
	readonly value?: Point;
	readonly values?: readonly Point[];
}

/** The first thing in which two answers of the query API differ, or `none`. Values may differ by 1e-9 of themselves;
 * the order of a vector is free, as it is in Prometheus. */
export const describeDifference = (expected: Answer, actual: Answer): string => {
	if (expected.status !== actual.status) return `status ${actual.status}: ${JSON.stringify(actual.body)}`;
	const [wanted, given] = [dataOf(expected), dataOf(actual)];
	if (wanted.resultType !== given.resultType) return `${given.resultType} instead of ${wanted.resultType}`;
	if (wanted.resultType === 'scalar' || wanted.resultType === 'string') {
		return pointsDifference([wanted.result as unknown as Point], [given.result as unknown as Point]) ?? 'none';
	}
	const expectedSeries = bySignature(wanted.result);
	const actualSeries = bySignature(given.result);
	if (given.result.length !== actualSeries.size) return 'a series came twice';
	for (const key of actualSeries.keys()) if (!expectedSeries.has(key)) return `too much: ${key}`;
	for (const [key, points] of expectedSeries) {
		const found = actualSeries.get(key);
		if (found === undefined) return `missing: ${key}`;
		const difference = pointsDifference(points, found);
		if (difference !== undefined) return `${key}: ${difference}`;
	}
	const isOrdered = wanted.resultType === 'matrix';
	if (isOrdered && [...expectedSeries.keys()].join() !== [...actualSeries.keys()].join()) return 'other order';
	return 'none';
};

const dataOf = ({body}: Answer) => body.data as {readonly resultType: string; readonly result: readonly Found[]};

const bySignature = (found: readonly Found[]): ReadonlyMap<string, readonly Point[]> =>
	new Map(found.map(({metric, value, values}) => [signature(metric), values ?? (value ? [value] : [])]));

const pointsDifference = (expected: readonly Point[], actual: readonly Point[]): string | undefined => {
	if (expected.length !== actual.length) return `${actual.length} points instead of ${expected.length}`;
	for (const [index, [atSeconds, value]] of expected.entries()) {
		const [givenAt, given] = actual[index] ?? [Number.NaN, ''];
		if (givenAt !== atSeconds) return `at ${givenAt} instead of ${atSeconds}`;
		if (!isEqual(value, given)) return `${given} instead of ${value} at ${atSeconds}`;
	}
	return undefined;
};

const isEqual = (expected: string, actual: string): boolean => {
	if (expected === actual) return true;
	const [wanted, given] = [Number(expected), Number(actual)];
	return Math.abs(wanted - given) <= 1e-9 * Math.abs(wanted);
};
