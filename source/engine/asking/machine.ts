import {ok} from '../../domain/result.ts';
import {usualPollSeconds} from '../questions/poll-seconds.ts';
import type {MetricsQuestion} from '../questions/question.ts';
import {contained} from '../state/contained.ts';
import type {Event} from '../state/events.ts';
import type {Interest} from '../state/interest.ts';
import type {Asking, MetricsAnswer, MetricsState} from '../state/metrics-state.ts';
import {begun, done, idleQuery, isCurrent} from '../state/query.ts';
import {only, type Reduction} from '../state/reduction.ts';
import type {State} from '../state/state.ts';
import {askedAgain, isNoAnswer, isSilent} from './silence.ts';

type AnsweredEvent = Extract<Event, {kind: 'answered'}>;

const neverAsked: Asking = {query: idleQuery, asked: null, answers: {}};

/** Sends every question that is wanted and due; each runs once at a time. */
export function askWhatIsDue(
	questions: readonly MetricsQuestion[],
	interest: (state: State) => Interest,
	state: State,
): Reduction {
	if (state.nowMs < state.metrics.quietUntilMs) return only(state);
	return questions.reduce<Reduction>((sent, question) => {
		const next = contained(`question ${question.id}`, sent.state, so => askIfDue(question, interest, so));
		return {state: next.state, commands: [...sent.commands, ...next.commands]};
	}, only(state));
}

function askIfDue(question: MetricsQuestion, interest: (state: State) => Interest, state: State): Reduction {
	const asking = state.metrics.askings[question.id] ?? neverAsked;
	if (asking.query.isRunning) return only(state);
	const asked = question.wanted(interest(state), state);
	if (asked === null) return only(state);
	const isNext = isSilent(state.metrics) ? isDueInSilence : isDue;
	if (!isNext(question, asking, asked, state)) return only(state);
	const query = begun(asking.query, state.nowMs);
	const askings = {
		...supersede(question, state.metrics, state.nowMs),
		[question.id]: {...asking, query, asked},
	};
	return {
		state: {...state, metrics: {...state.metrics, askings}},
		commands: [{kind: 'ask', question: question.id, generation: query.generation, asked}],
	};
}

function isDue(question: MetricsQuestion, {answers, query}: Asking, asked: unknown, {nowMs}: State): boolean {
	const last = answers[question.keyOf(asked)];
	if (!last) return true;
	if (question.covers(last.asked, asked)) return nowMs >= last.dueAtMs;
	return nowMs >= query.begunAtMs + (question.leastBetweenMs ?? 0);
}

/** Where Prometheus answers nothing. What was not asked since it fell silent is asked once, so that no screen waits for an
 * answer that nobody asked for. */
function isDueInSilence(question: MetricsQuestion, asking: Asking, asked: unknown, state: State): boolean {
	if (question.inSilence === 'as usual') return state.nowMs >= asking.query.begunAtMs + usualPollSeconds(state) * 1000;
	const last = asking.answers[question.keyOf(asked)];
	const isKnown = last && question.covers(last.asked, asked) && isNoAnswer(last.error);
	return (question.inSilence === 'slowly' || !isKnown) && isDue(question, asking, asked, state);
}

/** Ends the running questions that this question supersedes: their answers would come late, and not tell what
 * is wanted. */
function supersede(question: MetricsQuestion, {askings}: MetricsState, nowMs: number): MetricsState['askings'] {
	const superseded = (question.supersedes ?? []).flatMap(id => {
		const asking = askings[id];
		return asking ? [[id, {...asking, query: done(asking.query, nowMs), asked: null}] as const] : [];
	});
	return {...askings, ...Object.fromEntries(superseded)};
}

/** Keeps the answer to a question. Drops an answer of an older generation, and one that no question waits for. */
export function answered(questions: readonly MetricsQuestion[], state: State, event: AnsweredEvent): State {
	const question = questions.find(({id}) => id === event.question);
	const asking = state.metrics.askings[event.question];
	if (!question || !asking || !isCurrent(asking.query, event.generation)) return state;
	const {asked} = asking;
	const turn = {begunAtMs: asking.query.begunAtMs, answeredAtMs: event.atMs, isOk: event.result.ok};
	// The answer that ends a silence: how long the last poll took says nothing of now.
	const isFound = event.result.ok && question.inSilence !== undefined && isSilent(state.metrics);
	const dueAtMs = isFound ? turn.begunAtMs + usualPollSeconds(state) * 1000 : question.dueAtMs(turn, state);
	const key = question.keyOf(asked);
	const result = withKnown(question, asking.answers[key], event.result);
	const answer = answerFrom({...event, result}, asked, asking.answers[key], dueAtMs);
	const others = question.keepsEveryKey ? asking.answers : {};
	const kept = {...asking, query: done(asking.query, dueAtMs), answers: {...others, [key]: answer}};
	const waitMs = event.result.ok ? 0 : (event.result.error.retryAfterSeconds ?? 0) * 1000;
	const metrics = {
		...state.metrics,
		spent: event.spent ?? state.metrics.spent,
		quietUntilMs: waitMs > 0 ? Math.max(state.metrics.quietUntilMs, event.atMs + waitMs) : state.metrics.quietUntilMs,
		askings: {...state.metrics.askings, [question.id]: kept},
	};
	const settled = question.settle?.(metrics, state.metrics, result, state.nowMs) ?? metrics;
	const isBack = isSilent(state.metrics) && !isSilent(settled);
	return {...state, metrics: isBack ? askedAgain(settled, state.nowMs) : settled};
}

function withKnown(
	question: MetricsQuestion,
	before: MetricsAnswer | undefined,
	result: AnsweredEvent['result'],
): AnsweredEvent['result'] {
	if (!result.ok || !question.withKnown || !before?.told) return result;
	return ok(question.withKnown(before.told.data, result.value));
}

/** When a question fails, the data of its last answer stays. */
function answerFrom(
	{result, atMs}: AnsweredEvent,
	asked: unknown,
	before: MetricsAnswer | undefined,
	dueAtMs: number,
): MetricsAnswer {
	if (!result.ok) return {asked, told: before?.told ?? null, error: result.error, dueAtMs};
	return {asked, told: {data: result.value, asOfMs: atMs}, error: null, dueAtMs};
}
