import {type AnchorKey, isMetricsKey} from '../../../domain/cluster/keys.ts';
import type {LatencyReading, Reading, Tone} from '../../../domain/reading.ts';
import {ambiguous} from '../../../domain/reading.ts';
import type {Release} from '../../../domain/release/release.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {TrafficFigures} from '../../../traffic/row-traffic.ts';
import type {Row} from '../../../traffic/rows.ts';
import {type Harm, harms} from '../../evidence/harm/harm.ts';
import {
	type Measurement,
	readErrorRatio,
	readFailuresPerMinute,
	readLatency,
	readRequestRate,
} from '../../evidence/read-figures.ts';
import {measurement} from '../../evidence/row-figures.ts';
import {weightText} from '../../evidence/text/weight-text.ts';
import {type Trend, trendOf} from '../../evidence/trends.ts';
import {attentionNow, versionsText} from '../../lists/attention.ts';
import {isLatencyMissing} from '../../questions/poll.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {signOfRelease} from '../release/release-headline.ts';
import {isLatencyRead, unreadFigure} from '../what-is-read.ts';
import {type Sign, signOfHarm} from './harm-sign.ts';
import {type ReleaseCell, releaseCell} from './release-cell.ts';

/** A service with its figures of the last poll, and its release in a column. */
export interface ServiceRow {
	readonly key: AnchorKey;
	readonly isSelected: boolean;
	/** Put aside to be read together with others. */
	readonly isPinned: boolean;
	readonly name: SafeText;
	/** `✖`, `‖`, `▶`; blank at rest. */
	readonly glyph: SafeText;
	readonly tone: Tone;
	/** All failed requests of the last window, a minute. */
	readonly failuresPerMinute: Reading;
	readonly requestsPerSecond: Reading;
	/** 0–1. */
	readonly errorRatio: Reading;
	readonly latencyP50Ms: LatencyReading;
	readonly latencyP95Ms: LatencyReading;
	readonly latencyP99Ms: LatencyReading;
	readonly trend: Trend;
	/** What harms its users now; null where nothing does by these figures. */
	readonly harm: Harm | null;
	readonly release: ReleaseCell;
	/** `2.8.1 → 2.9.0 20%`, `7.1.0`; for wide terminals. */
	readonly versions: SafeText;
	readonly flags: readonly SafeText[];
}

/** One row with its figures of the last poll. */
export function serviceRow(context: EngineContext, state: State, row: Row, isSelected: boolean): ServiceRow {
	const measured = measurement(state);
	const figures = context.derive.traffic(state)?.rows.get(row.key)?.total;
	const release = row.release === null ? undefined : context.derive.releases(state).get(row.release);
	const isLatencyKnown = !figures || figures.buckets !== null || isLatencyRead(context, state, row);
	const read = <R extends LatencyReading>(figure: Figure<R>) => rowReading(context, state, row.key, figure);
	const quantile = (q: number) =>
		read(
			(one, by): LatencyReading =>
				isLatencyKnown
					? readLatency(one, q, by)
					: {kind: 'notRead', isAwaited: !isLatencyMissing(state.metrics, row.services)},
		);
	const harm = harms(context, state).get(row.key) ?? null;
	return {
		key: row.key,
		isSelected,
		isPinned: state.screen.pinned.includes(row.key),
		name: row.name,
		...rowSign(context, state, row, harm),
		failuresPerMinute: read(readFailuresPerMinute),
		requestsPerSecond: read(readRequestRate),
		errorRatio: read(readErrorRatio),
		latencyP50Ms: quantile(0.5),
		latencyP95Ms: quantile(0.95),
		latencyP99Ms: quantile(0.99),
		trend: trendOf(context, state, row.key),
		harm,
		release: releaseCell(state, release),
		versions: release ? versions(release) : safe``,
		flags: flags(state, row, release, measured === null ? undefined : figures),
	};
}

/** A row at rest has no sign. */
function rowSign(context: EngineContext, state: State, {release: key}: Row, harm: Harm | null): Sign {
	const release = key === null ? undefined : context.derive.releases(state).get(key);
	if (!release || (!harm && attentionNow(state, release).level === 'quiet')) return harm ? signOfHarm(harm) : noSign;
	return signOfRelease(context, state, release, harm);
}

const noSign: Sign = {glyph: safe` `, tone: 'quiet'};

type Figure<R> = (figures: TrafficFigures | undefined, by: Measurement) => R;

/** A figure of a row's last poll, or why there is none. */
export function rowReading<R extends LatencyReading>(
	context: EngineContext,
	state: State,
	key: AnchorKey,
	figure: Figure<R>,
): R | Reading {
	const measured = measurement(state);
	const traffic = context.derive.traffic(state);
	if (traffic?.ambiguous.has(key)) return ambiguous;
	return measured ? figure(traffic?.rows.get(key)?.total, measured) : unreadFigure(state);
}

function versions(release: Release): SafeText {
	return release.canary === null ? versionsText(release) : safe`${versionsText(release)} ${weightText(release)}`;
}

/** Flags only what the operator should notice. */
function flags(
	state: State,
	row: Row,
	release: Release | undefined,
	figures: TrafficFigures | undefined,
): readonly SafeText[] {
	const found: SafeText[] = [];
	if (isMetricsKey(row.key)) found.push(safe`series only`);
	if (release) {
		const {level, word} = attentionNow(state, release);
		if (level !== 'quiet') found.push(word);
		const restarts = release.pods.reduce((sum, pod) => sum + pod.restarts, 0);
		if (restarts > 0) found.push(safe`${restarts} restarts`);
	}
	if (figures?.requestsPerSecond === 0) found.push(safe`no traffic`);
	return found;
}
