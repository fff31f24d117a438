import type {AnchorKey} from '../../domain/keys.ts';
import type {MetricSample} from '../../domain/metric-sample.ts';
import {ok} from '../../domain/result.ts';
import {areNamedIn, type NamedService, servicesText} from '../../domain/service-host.ts';
import type {TrafficSample} from '../../domain/signals.ts';
import type {MeshQuestions} from '../../meshes/contract.ts';
import type {Measured, MetricsState} from '../state/state.ts';
import {togetherOver} from './asker.ts';
import {trafficOf} from './poll.ts';
import {type MetricsQuestion, toldBy} from './question.ts';

/** One series of an answer, read by itself: what it is about, and its labels as Prometheus gave them. */
export interface RawSample extends TrafficSample {
	readonly labels: MetricSample['labels'];
}

const everyMs = 60_000;
const retryMs = 5_000;

interface SeriesAsked {
	readonly anchor: AnchorKey;
	readonly services: readonly NamedService[];
	readonly windowSeconds: number;
	/** The instant of the poll whose figures are proven. */
	readonly atMs: number;
}

/** The series behind the figures of one row: a poll keeps only their sums. Asked again for the poll's own instant,
 * and for the row's Services alone. */
export const series: MetricsQuestion<SeriesAsked, Measured<readonly RawSample[]>> = {
	id: 'series',
	wanted({isProven, open}, {metrics}) {
		const traffic = metrics.source && trafficOf(metrics);
		if (!isProven || !open || !traffic || !metrics.source || open.services.length === 0) return null;
		const {windowSeconds} = metrics.source;
		return {anchor: open.key, services: open.services, windowSeconds, atMs: traffic.atMs};
	},
	keyOf: ({anchor}) => anchor,
	covers: (earlier, {services, atMs}) => earlier.atMs === atMs && areNamedIn(servicesText(earlier.services), services),
	async ask(asker, {services, windowSeconds, atMs}) {
		const query = (questions: MeshQuestions) => {
			const {promql, read} = questions.trafficOf(services, windowSeconds);
			return {promql, read: (samples: readonly MetricSample[]) => ({value: readEach(samples, read), unmatched: 0})};
		};
		// A range of one instant: an instant query is evaluated at the server's present.
		const answer = await asker.range(query, {startMs: atMs, endMs: atMs, stepSeconds: 1});
		if (!answer.ok) return answer;
		const [told] = togetherOver(answer.value);
		return ok({atMs, value: told?.value ?? [], sent: asker.sent(query)});
	},
	// The next poll's figures are another question, which is asked at once.
	dueAtMs: ({answeredAtMs, isOk}) => answeredAtMs + (isOk ? everyMs : retryMs),
};

/** The series of the row's last poll; null before they are told, and where they are of another poll. */
export function seriesOf(metrics: MetricsState, anchor: AnchorKey): Measured<readonly RawSample[]> | null {
	const told = toldBy(series, metrics, anchor);
	return told && told.atMs === trafficOf(metrics)?.atMs ? told : null;
}

/** Reads each series alone, by the rules by which the mesh reads the whole answer. */
function readEach(
	samples: readonly MetricSample[],
	read: ReturnType<MeshQuestions['trafficOf']>['read'],
): readonly RawSample[] {
	return samples.flatMap(sample => read([sample]).value.map(one => ({...one, labels: sample.labels})));
}
