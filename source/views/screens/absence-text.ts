import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTime} from '../../domain/time.ts';
import type {ProveView} from '../../engine/screens/prove/prove.ts';

/** Why the figure under the cursor is missing, or not to be trusted; null where it is a plain value. */
export function absenceText({proof, rows, selected, header, isStale, newestMs}: ProveView): SafeText | null {
	if (proof.problem !== null) return proof.problem;
	const reading = rows.find(({subject}) => subject === selected.subject)?.cells[selected.figure];
	if (!reading) return nothingToCompare(proof.equations.length > 0);
	switch (reading.kind) {
		case 'notRead': {
			if (reading.isAwaited) return safe`loading: Prometheus has not answered yet`;
			return safe`not read: ${header.metrics.problem ?? safe`no answer`}`;
		}
		case 'noSeries':
			return selected.subject === 'row'
				? safe`no series of the answer names this service: its calls do not pass the mesh, or it has none yet`
				: safe`no figure of this version: no series names it, or it has no histogram yet`;
		case 'stale':
			return oldText(newestMs);
		case 'noTraffic':
			return selected.subject === 'compared'
				? safe`nothing to compare: one of the versions got no requests in that time`
				: safe`no requests in that time, of which a figure could be made`;
		default:
			return isStale ? oldText(newestMs) : null;
	}
}

function nothingToCompare(hasEquations: boolean): SafeText | null {
	return hasEquations ? null : safe`nothing to compare: one of the versions has no figure of this kind`;
}

function oldText(newestMs: number | null): SafeText {
	const since =
		newestMs === null ? safe`no sample is current` : safe`the newest sample is of ${ident(clockTime(newestMs))} UTC`;
	return safe`OLD: ${since}; what happened since is not known`;
}
