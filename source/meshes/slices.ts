import type {MetricSample} from '../domain/signals/metric-sample.ts';
import {quoted} from '../domain/signals/series-scope.ts';
import type {TrafficIdentity, Viewpoint} from '../domain/signals/signals.ts';
import type {SliceDimension, SliceSample} from '../domain/signals/slice-sample.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import type {MeshAnswer, MeshQuery} from './contract.ts';
import {isCount} from './samples.ts';

/** The label that tells failures from the rest, so that an answer has two series of a part and not one for each code. */
const failedLabel = 'failed';
/** An answer holds no more series of a piece. Where there are more, nothing is read of it: of a part of the requests no
 * share can be told. 1,000 are 500 pods, or 250 callers of two versions. */
const mostSeries = 1_000;
const pieceLabel = 'piece';

/** One sum of a query about where requests fail. */
export interface SlicePiece {
	readonly name: string;
	/** The rate of each series, those of failed requests with `failed="1"`. */
	readonly rates: string;
	/** The labels to group by, beside `failed`. */
	readonly by: readonly string[];
	/** What a series is about; null where that cannot be told. */
	read(labels: Labels): SliceOfSeries | null;
}

type Labels = MetricSample['labels'];

interface SliceOfSeries {
	readonly identity: TrafficIdentity;
	readonly viewpoint: Viewpoint;
	readonly values: readonly {readonly dimension: SliceDimension; readonly value: SafeText | null}[];
}

/** One query for all pieces, each summed by itself: a product of all labels would have too many series. */
export function slicesQuery(pieces: readonly SlicePiece[], seconds: number): MeshQuery<readonly SliceSample[]> {
	return {
		promql: pieces.map(textOf).join(' or '),
		read: samples => readSlices(pieces, samples, seconds),
	};
}

function textOf({name, rates, by}: SlicePiece): string {
	const sum = `topk(${mostSeries},sum by (${[...by, failedLabel].join(',')})(${rates}))`;
	return `label_replace(${sum},"${pieceLabel}",${quoted(name)},"${pieceLabel}",".*")`;
}

function readSlices(
	pieces: readonly SlicePiece[],
	samples: readonly MetricSample[],
	seconds: number,
): MeshAnswer<readonly SliceSample[]> {
	const byName = Map.groupBy(samples, ({labels}) => `${labels[pieceLabel] ?? ''}`);
	const whole = pieces.flatMap(piece => {
		const own = byName.get(piece.name) ?? [];
		return own.length < mostSeries ? own.map(sample => ({sample, piece})) : [];
	});
	const read = whole.flatMap(({sample, piece}) => readSample(piece, sample, seconds) ?? []);
	return {value: read.flat(), unmatched: whole.length - read.length};
}

function readSample(
	{read}: SlicePiece,
	{labels, value}: MetricSample,
	seconds: number,
): [readonly SliceSample[]] | null {
	const about = isCount(value) ? read(labels) : null;
	if (!about) return null;
	const {identity, viewpoint, values} = about;
	const requests = value * seconds;
	const failures = labels[failedLabel] === '1' ? requests : 0;
	return [
		values.map(({dimension, value: part}) => ({identity, viewpoint, dimension, value: part, requests, failures})),
	];
}

/** Series with the label `failed` where another label fits. */
export function markFailed(rates: string, label: string, pattern: string): string {
	return `label_replace(${rates},"${failedLabel}","1","${label}",${quoted(pattern)})`;
}

/** The first of these labels that a series has. */
export function firstOf(labels: Labels, names: readonly string[]): SafeText | null {
	return names.map(name => labels[name]).find(text => text !== undefined && text !== '') ?? null;
}
