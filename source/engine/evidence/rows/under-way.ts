import type {EvidenceUnderWay} from '../../../domain/release/verdict.ts';
import type {SignalNow} from './signals-now.ts';

/** Less evidence than this comes and goes with every canary. */
const leastPart = 0.2;

/** The strongest evidence that convicts nobody yet; null where there is next to none. */
export function underWayOf(signals: readonly SignalNow[]): EvidenceUnderWay | null {
	const [strongest] = signals.toSorted((one, other) => other.part - one.part);
	if (!strongest || strongest.part < leastPart) return null;
	const {signal, part, excess} = strongest;
	return {of: signal === 'errors' ? 'errors' : 'latency', part, excess};
}
