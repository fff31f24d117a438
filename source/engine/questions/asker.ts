import type {Result} from '../../domain/result.ts';
import type {MeshQuery, MeshQuestions} from '../../meshes/contract.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import type {Measured} from '../state/state.ts';
import {type MetricsConnection, questionOf} from './connect-metrics.ts';

/** A connected Prometheus, as questions ask it. */
export interface Asker {
	readonly connection: MetricsConnection;
	readonly signal: AbortSignal;
	instant<T>(query: (questions: MeshQuestions) => MeshQuery<T>): Promise<Result<Measured<T>, MetricsError>>;
	range<T>(
		query: (questions: MeshQuestions) => MeshQuery<T>,
		over: {readonly startMs: number; readonly endMs: number; readonly stepSeconds: number},
	): Promise<Result<readonly Measured<T>[], MetricsError>>;
	/** From now on this connection is asked, if nobody replaced the present one meanwhile. */
	replace(connection: MetricsConnection): void;
}

export function createAsker(
	connection: MetricsConnection,
	signal: AbortSignal,
	replace: (connection: MetricsConnection) => void,
): Asker {
	const {port, questions, scope} = connection;
	return {
		connection,
		signal,
		replace,
		async instant(query) {
			const {promql, read} = query(questions);
			const answer = await port.instant({promql}, signal);
			if (!answer.ok) return answer;
			return {ok: true, value: {value: read(answer.value.samples).value, atMs: answer.value.atMs}};
		},
		async range(query, over) {
			const {promql, read} = query(questions);
			const answer = await port.range({promql, ...over}, signal);
			if (!answer.ok) return answer;
			// Figures of another time may have been of several clusters, though they are of one now: such instants are left out.
			const origins = questions.origins(over.stepSeconds);
			const ofOne = answer.value.instants.filter(({samples}) => !questionOf(origins.read(samples).value, scope));
			return {ok: true, value: ofOne.map(({atMs, samples}) => ({atMs, value: read(samples).value}))};
		},
	};
}
