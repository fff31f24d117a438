import type {Desk} from './desk.ts';
import {aim, ask, confirm, type Doing, give, intentOf, openDesk} from './every-plan.ts';
import type {Mutation} from './mutations.ts';

export type Moment = 'before the key' | 'while the dialog is open' | 'while the record is made' | 'under way';
export const moments: readonly Moment[] = ['before the key', 'while the dialog is open', 'while the record is made'];

/** The writes that reached the cluster although the watch had frozen and the object moved at this moment; null where
 * there were none, or where the dialog showed the move before the operator confirmed. */
export function writtenBlindly(doing: Doing, {ref, kind, patch}: Mutation, moment: Moment): string | null {
	const desk = openDesk(doing.situation);
	desk.world.isWatchAlive = false;
	const change = () => desk.server.mutate(kind, ref.name, patch);
	if (moment === 'before the key') change();
	ask(desk, doing.verb);
	if (!desk.state().screen.dialog) return written(desk);
	if (!isAnswered(desk, doing)) return written(desk);
	aim(desk, doing.verb);
	if (moment === 'while the dialog is open') change();
	const slow = {'while the record is made': 'record', 'under way': 'send'}[moment as string];
	desk.world.latencyMs = command => (command.kind === slow ? 1_000 : 5);
	confirm(desk);
	// The request arrives after half of its latency.
	desk.advance(200);
	if (slow) change();
	desk.advance(3_000);
	const {checks} = desk.state().intents.at(-1) ?? {};
	return checks?.live === 'moved' ? null : written(desk);
}

/** A question may have other options by now. */
function isAnswered(desk: Desk, {answers, verb}: Doing): boolean {
	give(desk, answers);
	return intentOf(desk).verb === verb && intentOf(desk).answers.length === answers.length;
}

function written({server}: Desk): string | null {
	const all = [...server.applied.map(patch => JSON.stringify(patch)), ...server.calls, ...server.removed];
	return all.length === 0 ? null : all.join(' ');
}
