import type {LatencyReading} from '../../domain/reading.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {ServiceRow} from '../../engine/screens/home/service-row.ts';
import {type Cell, cell} from './table.ts';

type Reading = ServiceRow['requestsPerSecond'];

/** `55`, `0.4`, `1.2k`. */
export function rateText(perSecond: number): SafeText {
	return significant(perSecond);
}

/** A ratio in percent, without the `%`: `0.31`, `12.4`, `100`. */
export function percentText(ratio: number): SafeText {
	const percent = ratio * 100;
	if (percent > 0 && percent < 0.005) return safe`<0.01`;
	return ident(percent.toFixed(percent < 10 ? 2 : percent < 99.95 ? 1 : 0));
}

/** `7ms`, `0.6ms`, `400ms`, `1.2s`, `34s`. */
export function latencyText(ms: number): SafeText {
	if (ms < 1) return ident(`${ms.toFixed(1)}ms`);
	if (ms < 999.5) return ident(`${Math.round(ms)}ms`);
	return ident(`${(ms / 1000).toFixed(ms < 9_950 ? 1 : 0)}s`);
}

/** Requests a second, or failed ones a minute. */
export function rateCell(reading: Reading): Cell {
	return readingCell(reading, rateText);
}

/** Failed requests a minute. A canary with few requests may fail none in the last window, though it is proven to fail
 * more than stable over a longer time: then `~` and what that comes to, since a row of harm with 0 contradicts itself. */
export function failuresCell({harm, failuresPerMinute}: Pick<ServiceRow, 'harm' | 'failuresPerMinute'>): Cell {
	const isLess =
		harm?.kind === 'fails' &&
		harm.against === 'stable' &&
		failuresPerMinute.kind === 'value' &&
		failuresPerMinute.value < harm.extraPerMinute;
	return isLess ? cell(safe`~${rateText(harm.extraPerMinute)}`) : rateCell(failuresPerMinute);
}

export function percentCell(reading: Reading): Cell {
	return readingCell(reading, percentText);
}

export function latencyCell(reading: LatencyReading): Cell {
	if (reading.kind === 'above') return cell(safe`≥${boundText(reading.boundMs)}`, 'warning');
	if (reading.kind === 'below') return cell(safe`<${boundText(reading.boundMs)}`);
	if (reading.kind === 'tooFew') return cell(safe`${latencyText(reading.value)}?`, 'dim');
	return readingCell(reading, latencyText);
}

/** The same without the unit of milliseconds, for narrow columns: `45`, `45?`, `1.1s`, `≥5s`. */
export function shortLatencyCell(reading: LatencyReading): Cell {
	const {text, meaning} = latencyCell(reading);
	return cell(withoutMilliseconds(text), meaning);
}

function withoutMilliseconds(text: SafeText): SafeText {
	return text.replace('ms', '') as SafeText;
}

/** The meaning of the signs in a row's cells, in words; null when every figure is a plain value. */
export function readingWord(row: Pick<ServiceRow, 'requestsPerSecond' | 'errorRatio'>): SafeText | null {
	const {requestsPerSecond} = row;
	if (requestsPerSecond.kind === 'noSeries') return safe`no series`;
	if (requestsPerSecond.kind === 'ambiguous') return safe`WHICH MESH?`;
	if (requestsPerSecond.kind === 'notRead') return requestsPerSecond.isAwaited ? safe`loading` : safe`not read`;
	if (row.requestsPerSecond.kind === 'stale' || row.errorRatio.kind === 'stale') return safe`old`;
	return row.errorRatio.kind === 'noTraffic' ? safe`no traffic` : null;
}

/** What there is to notice of a row whose release is at rest; null where there is nothing. */
export function restingWord(row: Pick<ServiceRow, 'requestsPerSecond' | 'errorRatio' | 'flags'>): SafeText | null {
	return readingWord(row) ?? row.flags[0] ?? null;
}

/** A value; `-` without requests; blank without a series; `…` while it is awaited; `?` if it cannot be read or the
 * mesh that counts is unknown; grey if it is too old to trust: the row then says so in a word. */
function readingCell(reading: Reading, textOf: (value: number) => SafeText): Cell {
	switch (reading.kind) {
		case 'value':
			return cell(textOf(reading.value));
		case 'noTraffic':
			return cell(safe`-`, 'dim');
		case 'noSeries':
			return cell(safe``, 'dim');
		case 'ambiguous':
			return cell(safe`?`, 'warning');
		case 'notRead':
			return cell(reading.isAwaited ? safe`…` : safe`?`, 'dim');
		case 'stale':
			return cell(textOf(reading.value), 'dim');
	}
}

/** A bucket's bound: a round number such as `5s`, `2.5s`, `250ms`. */
function boundText(ms: number): SafeText {
	return ms < 1000 ? latencyText(ms) : ident(`${Number((ms / 1000).toPrecision(3))}s`);
}

function significant(value: number): SafeText {
	if (value >= 999_500) return ident(`${(value / 1_000_000).toFixed(1)}M`);
	if (value >= 9_995) return ident(`${Math.round(value / 1_000)}k`);
	if (value >= 999.5) return ident(`${(value / 1_000).toFixed(1)}k`);
	if (value >= 9.95 || value === 0) return ident(String(Math.round(value)));
	return value < 0.05 ? safe`<0.1` : ident(value.toFixed(1));
}
