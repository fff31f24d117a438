import type {AnchorKey} from '../../../domain/cluster/keys.ts';
import {ident, line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {connectionsOfRow, type RowConnections} from '../../../traffic/row-connections.ts';
import {rowAt} from '../../../traffic/rows.ts';
import {connectionsOf} from '../../questions/connections.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';

/** `L4 only: 12 connections/s · 3.1 MB/s sent · mTLS`, for a row whose requests nobody counts; null where its connections
 * are not counted either, or were counted too long ago. */
export function connectionsText(context: EngineContext, state: State, key: AnchorKey): SafeText | null {
	const {source} = state.metrics;
	const told = connectionsOf(state.metrics, key);
	const row = rowAt(context.derive.rows(state), key);
	if (!source || !told || !row || serverTime(state) - told.atMs > 2 * source.windowSeconds * 1000) return null;
	const found = connectionsOfRow(context.derive.anchors(state), row.key, told.value);
	return found && safe`L4 only: ${line(partsOf(found).join(' · '))}`;
}

function partsOf({openedPerSecond, sentPerSecond, receivedPerSecond, securedPerSecond}: RowConnections) {
	return [
		safe`${ident(rounded(openedPerSecond))} connections/s`,
		...(sentPerSecond === null ? [] : [safe`${bytesText(sentPerSecond)}/s sent`]),
		...(receivedPerSecond === null ? [] : [safe`${bytesText(receivedPerSecond)}/s received`]),
		...securedText(openedPerSecond, securedPerSecond),
	];
}

/** Nothing where it is not known, or of no connections. */
function securedText(opened: number, secured: number | null): readonly SafeText[] {
	if (secured === null || opened === 0) return [];
	const percent = Math.floor((secured / opened) * 100 + 1e-6);
	if (percent >= 100) return [safe`mTLS`];
	return [secured === 0 ? safe`no mTLS` : safe`mTLS on ${percent} %`];
}

function bytesText(bytes: number): SafeText {
	const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
	return safe`${ident(rounded(bytes / 1_000 ** power))} ${units[power] ?? safe`B`}`;
}

const units = [safe`B`, safe`kB`, safe`MB`, safe`GB`, safe`TB`];

/** Two significant figures below 10: `0.04`, `3.1`, `12`. */
function rounded(value: number): string {
	if (value === 0) return '0';
	return value >= 10 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}
