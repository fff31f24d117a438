import {err, ok, type Result} from '../../domain/result.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {TrafficSample} from '../../domain/signals.ts';
import type {Origins} from '../../meshes/contract.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import type {Measured} from '../state/metrics-state.ts';
import {type MetricsConnection, questionOf, tooFewSamples, withCopies} from './connect-metrics.ts';
import {readOrigins} from './read-origins.ts';

export interface TrafficRead extends Measured<readonly TrafficSample[]> {
	readonly promql: string;
	readonly unmatched: number;
	readonly warnings: readonly SafeText[];
	/** The connection that was asked in the end: a new one where copies of series have appeared. */
	readonly connection: MetricsConnection;
	readonly origins: Origins;
}

/** Of an answer that grows with the cluster or with the screen: ten thousand services of two versions, seen from both
 * sides, take some 20 MB. */
export const maximumBytes = 64 * 2 ** 20;

/** The figures of all services. They must be of one cluster; each request is counted once. */
export async function readTraffic(
	connection: MetricsConnection,
	windowSeconds: number,
	signal: AbortSignal,
): Promise<Result<TrafficRead, MetricsError>> {
	const {port, questions, scope} = connection;
	const {promql, read} = questions.traffic(windowSeconds);
	const answer = await port.instant({promql, maximumBytes}, signal);
	if (!answer.ok) return answer;
	const {samples, atMs, warnings} = answer.value;
	if (samples.length === 0) {
		// Services without calls have rates of 0. Without any rate there are either no series or too few samples.
		const now = await readOrigins(port, questions, null, signal);
		if (!now.ok) return now;
		if (now.value.found > 0) return err(tooFewSamples(windowSeconds));
	}
	const origins = questions.origins(windowSeconds).read(samples).value;
	const question = questionOf(origins, scope);
	if (question) return err(question);
	const isNew = origins.copiesBy.some(label => !scope.copiesBy.includes(label));
	if (isNew) return readTraffic(withCopies(connection, origins), windowSeconds, signal);
	const {value, unmatched} = read(samples);
	return ok({value, atMs, promql, unmatched, warnings, connection, origins});
}
