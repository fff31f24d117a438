import type {Result} from '../../../source/domain/result.ts';
import type {MetricsQuestion} from '../../../source/engine/questions/question.ts';
import type {Command} from '../../../source/engine/state/commands.ts';
import type {EventBody} from '../../../source/engine/state/events.ts';
import {idleQuery, type QueryState} from '../../../source/engine/state/query.ts';
import type {MetricsError} from '../../../source/ports/metrics.ts';
import type {Desk} from './desk.ts';

/** Whether the command asks one of these questions. */
export function asks(command: Command, ...questions: readonly Pick<MetricsQuestion, 'id'>[]): boolean {
	return command.kind === 'ask' && questions.some(({id}) => id === command.question);
}

/** Every command so far that asked the question. */
export function askings<Asked>(
	desk: Desk,
	question: MetricsQuestion<Asked, never> | MetricsQuestion<Asked, unknown>,
): readonly {readonly asked: Asked; readonly generation: number; readonly givenAtMs: number}[] {
	return desk
		.given('ask')
		.filter(command => asks(command, question))
		.map(command => ({...command, asked: command.asked as Asked}));
}

export function queryOf(desk: Desk, {id}: Pick<MetricsQuestion, 'id'>): QueryState {
	return desk.state().metrics.askings[id]?.query ?? idleQuery;
}

/** The answer to a question, as the runner reports it. */
export function answerTo<Data>(
	{id}: MetricsQuestion<never, Data> | MetricsQuestion<unknown, Data>,
	generation: number,
	result: Result<Data, MetricsError>,
): EventBody {
	return {kind: 'answered', question: id, generation, result};
}

/** A world in which these questions are never answered. */
export function slowly(...questions: readonly Pick<MetricsQuestion, 'id'>[]): (command: Command) => number | 'never' {
	return command => (asks(command, ...questions) ? 'never' : 5);
}

/** What a poll tells beside its traffic, where there is nothing to tell. */
export const emptyPoll = {latency: null, unmatched: 0, warnings: [], rules: {inUse: [], unused: []}};
