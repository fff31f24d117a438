import type {AnchorKey} from '../../domain/cluster/keys.ts';
import type {NamedService} from '../../domain/cluster/service-host.ts';
import {ok, type Result} from '../../domain/result.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {TrafficSample} from '../../domain/signals/signals.ts';
import type {MeshQuestions} from '../../meshes/contract.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import type {Measured} from '../state/metrics-state.ts';
import {type Asker, togetherOver} from './asker.ts';

/** One series of an answer, read by itself: what it is about, and its labels as Prometheus gave them. */
export interface RawSample extends TrafficSample {
	readonly labels: MetricSample['labels'];
}

export interface RowSeries extends Measured<readonly RawSample[]> {
	/** The row that they were asked for. */
	readonly anchor: AnchorKey;
}

/** The row whose series are asked for. */
export interface ProvenRow {
	readonly anchor: AnchorKey;
	readonly services: readonly NamedService[];
}

/** The series behind the figures of one row, as Prometheus has them for the instant of a poll: the poll itself
 * keeps only their sums. */
export async function readSeries(
	asker: Asker,
	{anchor, services}: ProvenRow,
	windowSeconds: number,
	atMs: number,
): Promise<Result<RowSeries, MetricsError>> {
	const query = (questions: MeshQuestions) => {
		const {promql, read} = questions.trafficOf(services, windowSeconds);
		return {promql, read: (samples: readonly MetricSample[]) => ({value: readEach(samples, read), unmatched: 0})};
	};
	// A range of one instant: an instant query is evaluated at the server's present.
	const answer = await asker.range(query, {startMs: atMs, endMs: atMs, stepSeconds: 1});
	if (!answer.ok) return answer;
	const [told] = togetherOver(answer.value);
	return ok({anchor, atMs, value: told?.value ?? [], sent: asker.sent(query)});
}

/** Reads each series alone, by the rules by which the mesh reads the whole answer. */
function readEach(
	samples: readonly MetricSample[],
	read: ReturnType<MeshQuestions['trafficOf']>['read'],
): readonly RawSample[] {
	return samples.flatMap(sample => read([sample]).value.map(one => ({...one, labels: sample.labels})));
}
