import type {ReleaseKey} from '../../domain/keys.ts';
import {isReleaseKey} from '../../domain/keys.ts';
import {ok} from '../../domain/result.ts';
import type {NamedService} from '../../domain/service-host.ts';
import type {MetricsState} from '../state/state.ts';
import {type MetricsQuestion, toldBy} from './question.ts';

/** The question, asked when a release is opened: its highest rate of the last day. */
const peakSeconds = 86_400;
/** A peak is asked for again after this long on screen. */
const everyMs = 600_000;
const retryMs = 30_000;

interface PeakAsked {
	readonly release: ReleaseKey;
	readonly services: readonly NamedService[];
	readonly overSeconds: number;
}

export interface Peak {
	/** Requests a second of the whole release; null when Prometheus knows none. */
	readonly requestsPerSecond: number | null;
	readonly overSeconds: number;
}

export const peak: MetricsQuestion<PeakAsked, Peak> = {
	id: 'peak',
	wanted({open}, {metrics: {source}}) {
		if (!source || !open || !isReleaseKey(open.key) || open.services.length === 0) return null;
		return {release: open.key, services: open.services, overSeconds: peakSeconds};
	},
	keyOf: ({release}) => release,
	covers: () => true,
	keepsEveryKey: true,
	async ask(asker, {services, overSeconds}) {
		const answer = await asker.instant(questions => questions.peak(services, overSeconds));
		if (!answer.ok) return answer;
		const [highest, ...others] = answer.value.flatMap(({value}) => value ?? []);
		// If several meshes tell a peak, only the operator can say which one counts.
		const isKnown = others.length === 0 || asker.isOrdered;
		return ok({requestsPerSecond: isKnown ? (highest ?? null) : null, overSeconds});
	},
	dueAtMs: ({answeredAtMs, isOk}) => answeredAtMs + (isOk ? everyMs : retryMs),
};

export function peakOf(metrics: MetricsState, release: ReleaseKey): Peak | null {
	return toldBy(peak, metrics, release);
}
