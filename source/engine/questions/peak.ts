import type {ReleaseKey} from '../../domain/cluster/keys.ts';
import {isReleaseKey} from '../../domain/cluster/keys.ts';
import type {NamedService} from '../../domain/cluster/service-host.ts';
import {ok} from '../../domain/result.ts';
import type {MeshId} from '../../domain/signals/mesh-id.ts';
import type {MetricsState} from '../state/metrics-state.ts';
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
	/** Requests a second of the whole release, as each mesh counted them; null when Prometheus knows none. */
	readonly byMesh: readonly {readonly mesh: MeshId; readonly requestsPerSecond: number | null}[];
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
		const byMesh = answer.value.map(({mesh, value}) => ({mesh, requestsPerSecond: value}));
		return ok({byMesh, overSeconds});
	},
	dueAtMs: ({answeredAtMs, isOk}) => answeredAtMs + (isOk ? everyMs : retryMs),
};

/** The peak by the mesh that counts the release's row now; null before it is known, and where it cannot be. */
export function peakOf(
	metrics: MetricsState,
	release: ReleaseKey,
	mesh: MeshId | undefined,
): {readonly requestsPerSecond: number; readonly overSeconds: number} | null {
	const told = toldBy(peak, metrics, release);
	const [only, ...others] = told?.byMesh ?? [];
	const own = others.length === 0 ? only : told?.byMesh.find(one => one.mesh === mesh);
	return told && own && own.requestsPerSecond !== null
		? {requestsPerSecond: own.requestsPerSecond, overSeconds: told.overSeconds}
		: null;
}
