import type {ReleaseKey} from '../../domain/cluster/keys.ts';
import {ok} from '../../domain/result.ts';
import {sameValue} from '../../domain/same-value.ts';
import type {MeshId} from '../../domain/signals/mesh-id.ts';
import type {SliceSample} from '../../domain/signals/slice-sample.ts';
import type {FailingRelease} from '../state/interest.ts';
import type {MetricsState} from '../state/metrics-state.ts';
import {isSameJudged} from '../state/release-evidence.ts';
import {serverTime} from '../state/server-time.ts';
import {answerOf, type MetricsQuestion} from './question.ts';
import {newestSampleMs} from './sample-age.ts';

const everyMs = 60_000;
/** The cost of a rate grows with its window. */
const mostSeconds = 3_600;

interface SlicesAsked extends FailingRelease {
	/** The counts end here, by the server's clock. */
	readonly atMs: number;
	readonly seconds: number;
}

/** What was asked of the open release since it fails, and what failed of it, by caller, pod and what else there is. */
export interface SlicesTold extends SlicesAsked {
	/** Of each mesh that names parts. */
	readonly told: readonly {readonly mesh: MeshId; readonly samples: readonly SliceSample[]}[];
}

/** Asks where requests fail, only of the open release and only while its canary is convicted of failures: at once, and
 * then once a minute, whether or not it was answered. */
export const slices: MetricsQuestion<SlicesAsked, SlicesTold> = {
	id: 'slices',
	wanted({failing}, state) {
		const {source} = state.metrics;
		const newestMs = source && newestSampleMs(state.metrics);
		if (!source || newestMs === null || !failing || failing.services.length === 0) return null;
		const atMs = Math.floor(Math.min(newestMs, serverTime(state)) / 1000) * 1000;
		const seconds = Math.min(mostSeconds, Math.floor((atMs - failing.sinceMs) / 1000));
		// A shorter window may hold a single sample, which has no rate.
		return seconds < source.windowSeconds ? null : {...failing, atMs, seconds};
	},
	keyOf: ({release}) => release,
	covers: (earlier, wanted) => isSameJudged(earlier, wanted) && sameValue(earlier.rule, wanted.rule),
	async ask(asker, asked) {
		const {services, seconds, atMs, rule} = asked;
		// A range of one instant: an instant query is evaluated at the server's present.
		const over = {startMs: atMs, endMs: atMs, stepSeconds: 1};
		const answer = await asker.range(questions => questions.slices?.(services, seconds, rule) ?? null, over);
		if (!answer.ok) return answer;
		return ok({...asked, told: answer.value.flat().map(({mesh, value}) => ({mesh, samples: value}))});
	},
	dueAtMs: ({begunAtMs}) => begunAtMs + everyMs,
};

/** The last answer about this release; null where there is none, and where the last question failed. */
export function slicesOf(metrics: MetricsState, release: ReleaseKey): SlicesTold | null {
	const answer = answerOf(slices, metrics, release);
	return answer?.error ? null : (answer?.told?.data ?? null);
}
