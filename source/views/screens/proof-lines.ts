import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTime, formatAge} from '../../domain/time.ts';
import type {Asked, Counting, Raw, RawSeries} from '../../engine/evidence/proof/proof.ts';
import type {ProveView} from '../../engine/screens/prove/prove.ts';
import {joinTexts, padEnd, wrap} from '../lines/cells.ts';
import {exactText} from '../lines/exact.ts';
import {type Line, type Span, span} from '../lines/line.ts';
import {wrapQuery} from '../lines/wrap-query.ts';
import {absenceText} from './absence-text.ts';
import {equationRows} from './equation-text.ts';
import {unfollowedText} from './evidence-settings-text.ts';
import {evidenceRowsText} from './evidence-text.ts';
import {failureTexts} from './failures-text.ts';

/** The proof of the figure under the cursor: its arithmetic, who counted, what was asked, and what was answered. */
export function proofLines(view: ProveView, columns: number): readonly Line[] {
	const {proof, selected} = view;
	const absence = absenceText(view);
	const rows = proof.equations.flatMap(equation => equationRows(equation, selected.figure));
	return [
		...(absence === null ? [] : labelled(safe`but`, absence, columns, 'warning')),
		...rows.flatMap(({label, text}, at) => labelled(label, text, columns, at === 0 ? 'title' : 'text')),
		...(view.evidence === null
			? []
			: evidenceRowsText(view.evidence, view.header.nowMs).flatMap(({label, text}) => labelled(label, text, columns))),
		...rawLines(proof.raw, columns),
		...countingLines(proof, columns),
		...(proof.asked === null ? [] : askedLines(proof.asked, view, columns)),
		...againLines(proof.raw, columns),
	];
}

const labelCells = 9;

/** A label in the first columns, and all of the text beside it. */
function labelled(
	label: SafeText,
	text: SafeText,
	columns: number,
	meaning: Span['meaning'] = 'text',
): readonly Line[] {
	return wrap(text, Math.max(8, columns - labelCells - 2)).map((row, at) => [
		span(safe` ${padEnd(at === 0 ? label : safe``, labelCells)}`, 'dim'),
		span(row, meaning),
	]);
}

/** A row of a list; what does not fit stands indented beneath. */
function hanging(text: SafeText, columns: number, meaning: Span['meaning']): readonly Line[] {
	const [first, ...rest] = wrap(text, Math.max(8, columns - labelCells - 2));
	const indent = safe`  `;
	const below = wrap(joinTexts(rest, safe` `), Math.max(8, columns - labelCells - 2 - indent.length));
	return [first ?? safe``, ...(rest.length === 0 ? [] : below.map(row => safe`${indent}${row}`))].map(row => [
		span(padEnd(safe``, labelCells + 1)),
		span(row, meaning),
	]);
}

function countingLines({counting, leftOut}: ProveView['proof'], columns: number): readonly Line[] {
	const counted = counting && [
		safe`by ${counterText(counting)} (${counting.meshTitle})`,
		...failureTexts(counting),
		...counting.limits,
	];
	return [
		...(counted === null ? [] : labelled(safe`counted`, joinTexts(counted, safe` · `), columns)),
		...(counting?.unfollowed ?? []).flatMap((one, at) =>
			labelled(at === 0 ? safe`unused` : safe``, unfollowedText(one), columns),
		),
		...leftOut.flatMap(({mesh, viewpoint, requestsPerSecond, series}) => {
			const of = mesh === null ? safe`` : safe` (${ident(mesh)})`;
			const counts = safe`${exactText(requestsPerSecond)} requests/s in ${series} series, never added`;
			return labelled(safe`left out`, safe`${viewpoints[viewpoint]}${of}: ${counts}`, columns, 'dim');
		}),
	];
}

/** Only proxies beside the pods have two sides. */
function counterText({viewpoint, standpoint}: Counting): SafeText {
	return standpoint === 'mesh' ? viewpoints[viewpoint] : counters[standpoint];
}

const counters = {
	gateway: safe`the gateway`,
	application: safe`the application itself`,
	traces: safe`its traces`,
} as const;

const viewpoints = {
	source: safe`the callers' proxies`,
	destination: safe`the called pods' own proxies`,
	waypoint: safe`the waypoint`,
} as const;

function askedLines(asked: Asked, view: ProveView, columns: number): readonly Line[] {
	const {queries, windowSeconds, at} = asked;
	const over = safe`rates over ${exactText(windowSeconds)} s`;
	const newest = view.newestMs === null ? safe`` : safe` · newest sample ${ident(clockTime(view.newestMs))}`;
	const unknown = queries.length > 0 ? safe`` : safe` · the PromQL was not kept`;
	return [
		...labelled(safe`asked`, safe`${whenText(at, view)} · ${over}${newest}${unknown}`, columns),
		...queryLines(asked, columns),
	];
}

/** The PromQL, whole; each row can be pasted together with the others. */
function queryLines({queries}: Asked, columns: number): readonly Line[] {
	return queries.flatMap(({mesh, promql}) => {
		const {rows, isBroken} = wrapQuery(promql, Math.max(8, columns - 2));
		const note = safe`a list of names is longer than a row: join its parts after pasting`;
		return [
			...(queries.length < 2 ? [] : [[span(safe` ${ident(mesh)}`, 'dim')]]),
			...rows.map((row): Line => [span(safe` `), span(row, 'key')]),
			...(isBroken ? labelled(safe``, note, columns, 'dim') : []),
		];
	});
}

function whenText(at: Asked['at'], view: ProveView): SafeText {
	switch (at.kind) {
		case 'instant': {
			const age = ident(formatAge(view.header.nowMs - at.atMs));
			return safe`at ${time(at.atMs)}, ${age} ago (time=${exactSeconds(at.atMs)})`;
		}
		case 'instants':
			return safe`at ${at.count} polls from ${ident(clockTime(at.fromMs))} to ${time(at.toMs)}`;
		case 'range':
			return safe`as a range, step ${exactText(at.stepSeconds)} s: its ${at.count} instants from ${ident(clockTime(at.fromMs))} to ${time(at.toMs)}`;
	}
}

/** As Prometheus' API takes it: asked for this time, it gives the same answer. */
function exactSeconds(atMs: number): SafeText {
	return ident(String(Math.round(atMs) / 1000));
}

function time(atMs: number): SafeText {
	return safe`${ident(clockTime(atMs))} UTC`;
}

function rawLines(raw: Raw, columns: number): readonly Line[] {
	switch (raw.kind) {
		case 'none':
			return [];
		case 'series':
			return seriesLines(raw, columns);
		case 'instants': {
			const {instants, total} = raw;
			const rows = instants.map(
				({atMs, requestsPerSecond, failuresPerSecond}) =>
					safe`${ident(clockTime(atMs))}  ${amount(requestsPerSecond, 'requests')} ${amount(failuresPerSecond, 'failed')}`,
			);
			return [
				...labelled(safe`raw`, safe`${total} instants, the newest first`, columns),
				...rows.flatMap(row => labelled(safe``, row, columns)),
				...moreLines(total - instants.length, columns),
			];
		}
		case 'buckets': {
			const bounds = raw.buckets.map(({upperMs, perSecond}) =>
				upperMs === Number.POSITIVE_INFINITY
					? safe`all ${exactText(perSecond)}`
					: safe`${exactText(upperMs)}: ${exactText(perSecond)}`,
			);
			return labelled(
				safe`raw`,
				safe`requests/s that take at most so many ms · ${joinTexts(bounds, safe` · `)}`,
				columns,
			);
		}
	}
}

function seriesLines({series, total, sums, again}: Extract<Raw, {kind: 'series'}>, columns: number): readonly Line[] {
	if (total === 0) return labelled(safe`raw`, safe`no series`, columns);
	const together = safe`${exactText(sums.requestsPerSecond)} requests/s, ${exactText(sums.failuresPerSecond)} failed/s`;
	const head = again
		? safe`${total} series of the same instant: ${together}`
		: safe`${total} sums that perch keeps of the answer: ${together}`;
	const common = commonOf(series);
	const shared = [...common].map(([name, value]) => safe`${name}=${value}`);
	return [
		...labelled(safe`raw`, head, columns),
		...(shared.length === 0 ? [] : labelled(safe`all have`, joinTexts(shared, safe` `), columns, 'dim')),
		...series.flatMap(one => hanging(seriesText(one, common), columns, isFailing(one) ? 'warning' : 'text')),
		...moreLines(total - series.length, columns),
	];
}

function seriesText({labels, version, ...rates}: RawSeries, common: ReadonlyMap<SafeText, SafeText>): SafeText {
	const own = labels.filter(({name}) => !common.has(name)).map(({name, value}) => safe`${name}=${value}`);
	const {requestsPerSecond, failuresPerSecond} = rates;
	const isPart = failuresPerSecond > 0 && failuresPerSecond < requestsPerSecond;
	const counted = isPart
		? safe`${amount(requestsPerSecond, 'requests')}${amount(failuresPerSecond, 'failed')}`
		: amount(requestsPerSecond, failuresPerSecond > 0 ? 'failed' : 'requests');
	const of = version === null ? safe`` : safe`${version} `;
	return safe`${counted}${of}${joinTexts(own, safe` `)}`;
}

function isFailing({failuresPerSecond}: RawSeries): boolean {
	return failuresPerSecond > 0;
}

/** The queries for the series alone: their answer is short. */
function againLines(raw: Raw, columns: number): readonly Line[] {
	if (raw.kind !== 'series' || raw.again === null) return [];
	return [...labelled(safe`raw by`, safe`the same time`, columns), ...queryLines(raw.again, columns)];
}

/** The labels that all of the series have with the same value, where there are several series. */
function commonOf(series: readonly RawSeries[]): ReadonlyMap<SafeText, SafeText> {
	const [first] = series;
	if (!first || series.length < 2) return new Map();
	const isOfAll = ({name, value}: RawSeries['labels'][number]) =>
		series.every(({labels}) => labels.some(label => label.name === name && label.value === value));
	return new Map(first.labels.filter(isOfAll).map(({name, value}) => [name, value]));
}

function moreLines(more: number, columns: number): readonly Line[] {
	return more === 0 ? [] : labelled(safe``, safe`and ${more} more`, columns, 'dim');
}

function amount(perSecond: number, word: 'requests' | 'failed'): SafeText {
	return padEnd(safe`${exactText(perSecond)} ${word === 'requests' ? safe`requests/s` : safe`failed/s`}`, amountCells);
}

/** `547.67 requests/s`, so that what follows is aligned. */
const amountCells = 18;
