import type {Result} from '../../domain/result.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import type {Interest} from '../state/interest.ts';
import type {MetricsAnswer, MetricsState, State} from '../state/state.ts';
import type {Asker} from './asker.ts';

/**
 * Something that perch asks Prometheus again and again. One file describes it, one line in `questions.ts` has it asked.
 * `Asked` says what exactly is asked: plain data, for it stands in the state and in recordings, as `Data` does.
 */
export interface MetricsQuestion<Asked = unknown, Data = unknown> {
	readonly id: string;
	/** What is to be asked for this interest; null where nobody wants to know. Cheap: it is called after each event. */
	wanted(interest: Interest, state: State): Asked | null;
	/** What an answer is kept under. */
	keyOf(asked: Asked): string;
	/** Whether the answer to the earlier question tells what is wanted. If not, its turn is not waited for. */
	covers(earlier: Asked, wanted: Asked): boolean;
	/** Answers of every key are kept, not of the last one alone. */
	readonly keepsEveryKey?: true;
	/** Questions whose answers are of no use any more once this one is sent, by id. */
	readonly supersedes?: readonly string[];
	/** Failures are values. May be called only while connected. */
	ask(asker: Asker, asked: Asked): Promise<Result<Data, MetricsError>>;
	/** When it is due again, by our clock. */
	dueAtMs(turn: Turn, state: State): number;
	/** What else an answer changes. `metrics` has it already, `before` has not. */
	settle?(metrics: MetricsState, before: MetricsState, result: Result<Data, MetricsError>, nowMs: number): MetricsState;
}

/** One question from its sending to its answer. */
export interface Turn {
	readonly begunAtMs: number;
	readonly answeredAtMs: number;
	readonly isOk: boolean;
}

/** What a question was answered under this key; null before its first answer. */
export function answerOf<Asked, Data>(
	question: MetricsQuestion<Asked, Data>,
	{askings}: Pick<MetricsState, 'askings'>,
	key = '',
): MetricsAnswer<Asked, Data> | null {
	// Only this question's own answers are kept under its id.
	return (askings[question.id]?.answers[key] as MetricsAnswer<Asked, Data> | undefined) ?? null;
}

/** What was told last under this key; null before. It stays when a later question fails. */
export function toldBy<Asked, Data>(
	question: MetricsQuestion<Asked, Data>,
	metrics: Pick<MetricsState, 'askings'>,
	key = '',
): Data | null {
	return answerOf(question, metrics, key)?.told?.data ?? null;
}

/** What was asked last; null before, and where another question took its place. */
export function askedOf<Asked, Data>(
	question: MetricsQuestion<Asked, Data>,
	{askings}: Pick<MetricsState, 'askings'>,
): Asked | null {
	return (askings[question.id]?.asked as Asked | undefined) ?? null;
}
