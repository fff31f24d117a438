import type {Result} from '../../domain/result.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import type {Asker} from '../queries/asker.ts';
import type {Interest} from '../state/interest.ts';
import type {MetricsAnswer, MetricsState} from '../state/metrics-state.ts';
import type {State} from '../state/state.ts';

/** A question that perch asks Prometheus again and again: one file describes it, one line in `questions.ts`
 * enables it. `Asked` says exactly what is asked. `Asked` and `Data` are plain data, since the state and
 * recordings hold them. */
export interface MetricsQuestion<Asked = unknown, Data = unknown> {
	readonly id: string;
	/** What to ask for this interest; null where nothing needs an answer. Cheap: it is called after each event. */
	wanted(interest: Interest, state: State): Asked | null;
	/** The key under which an answer is kept. */
	keyOf(asked: Asked): string;
	/** Whether the answer to the earlier question serves for the wanted one. If not, the wanted one is asked at
	 * once. */
	covers(earlier: Asked, wanted: Asked): boolean;
	/** Where Prometheus answers nothing: whether it is asked still, as often as when all is well, since it is small enough
	 * to find out when Prometheus answers again; or at the pace of a slow server. Left out for one that is asked once,
	 * and then waits until then. */
	readonly inSilence?: 'as usual' | 'slowly';
	/** What is wanted anew is asked at once, but not before so long after the question before: rows may change places with
	 * every change of the cluster. 0 where left out. */
	readonly leastBetweenMs?: number;
	/** The answers of every key are kept, not only the last one. */
	readonly keepsEveryKey?: true;
	/** Ids of the questions whose answers are useless once this one is sent. */
	readonly supersedes?: readonly string[];
	/** Failures are values. May be called only while connected. */
	ask(asker: Asker, asked: Asked): Promise<Result<Data, MetricsError>>;
	/** The data with those parts of the data before that are equal, so that what is derived of them stays. */
	withKnown?(before: Data, now: Data): Data;
	/** When the question is due again, by perch's clock. */
	dueAtMs(turn: Turn, state: State): number;
	/** Other changes that an answer makes. `metrics` already holds the answer, `before` does not. */
	settle?(metrics: MetricsState, before: MetricsState, result: Result<Data, MetricsError>, nowMs: number): MetricsState;
}

/** One run of a question, from its sending to its answer. */
export interface Turn {
	readonly begunAtMs: number;
	readonly answeredAtMs: number;
	readonly isOk: boolean;
}

/** The last answer to a question under this key; null before the first. */
export function answerOf<Asked, Data>(
	question: MetricsQuestion<Asked, Data>,
	{askings}: Pick<MetricsState, 'askings'>,
	key = '',
): MetricsAnswer<Asked, Data> | null {
	// The cast is safe: only this question's own answers are kept under its id.
	return (askings[question.id]?.answers[key] as MetricsAnswer<Asked, Data> | undefined) ?? null;
}

/** The last data that a question was told under this key; null before. It stays when a later question fails. */
export function toldBy<Asked, Data>(
	question: MetricsQuestion<Asked, Data>,
	metrics: Pick<MetricsState, 'askings'>,
	key = '',
): Data | null {
	return answerOf(question, metrics, key)?.told?.data ?? null;
}

/** What the question asked last; null before, and where another question superseded it. */
export function askedOf<Asked, Data>(
	question: MetricsQuestion<Asked, Data>,
	{askings}: Pick<MetricsState, 'askings'>,
): Asked | null {
	return (askings[question.id]?.asked as Asked | undefined) ?? null;
}

/** How far apart questions are about Services that come on screen: the first is asked at once. */
export const betweenRowsMs = 1_000;
