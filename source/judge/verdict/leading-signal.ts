import {type Signal, signals} from '../signal-parameters.ts';
import type {VerdictKind} from './signal-verdict.ts';

/** Kinds that one signal alone brings upon the release, the first of them before the others. */
const leadingKinds = ['cannotCompare', 'worse', 'bothBad', 'wasWorse'] as const satisfies readonly VerdictKind[];

/** Which signal's verdict is the release's: the first signal with the first of the leading kinds that any has. Where none
 * has one, it is that of errors, or of the first signal that is measured. Null without any. */
export function leadingSignal(kinds: Readonly<Partial<Record<Signal, VerdictKind>>>): Signal | null {
	const measured = signals.filter(signal => kinds[signal] !== undefined);
	for (const kind of leadingKinds) {
		const leading = measured.find(signal => kinds[signal] === kind);
		if (leading !== undefined) return leading;
	}
	return measured[0] ?? null;
}
