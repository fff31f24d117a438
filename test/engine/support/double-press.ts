import {releaseBackends} from '../../../source/releases/registry.ts';
import type {Desk} from './desk.ts';
import {aim, ask, type Doing, give, intentOf, namesOf, openDesk} from './every-plan.ts';
import {keyOf} from './keys.ts';

/** Enough for the pause after a dialog or a burst, and for the slowest answers. */
const patienceMs = 3_000;

export const everyBackend = releaseBackends.map(({id}): string => id).sort();

export interface Times {
	/** Milliseconds between the two presses of the verb's key, and of the confirmation. */
	readonly first: number;
	readonly second: number;
	/** Milliseconds until each answer of the world. */
	readonly latencies: readonly number[];
}

/** Presses the verb's last key twice, gives its answers, and confirms twice. Returns what was sent. */
export function pressTwice({situation, verb, answers}: Doing, {first, second, latencies}: Times) {
	const desk = openDesk(situation);
	let turn = 0;
	// Heartbeats and polls are quick, or the data itself would be old; only answers to an intent are slow.
	desk.world.latencyMs = command => ('intentId' in command ? (latencies[turn++ % latencies.length] ?? 0) : 5);
	const names = namesOf(verb);
	desk.press(...names.slice(0, -1));
	twice(desk, names.at(-1) ?? '', first);
	desk.advance(patienceMs);
	if (desk.given('send').length > 0) throw new Error('sent without a confirmation');
	if (!isAsked(desk, verb)) {
		// The dialog that the first press opened took the second press: as a cancel, an answer, or as text.
		desk.press('escape');
		ask(desk, verb);
	}
	give(desk, answers);
	desk.advance(patienceMs);
	aim(desk, verb);
	desk.advance(patienceMs);
	twice(desk, 'enter', second);
	desk.advance(patienceMs);
	const sent = desk
		.given('send')
		.map(({intentId, step, what}) => ({intentId, text: `${step} ${JSON.stringify(what)}`}));
	return {intents: new Set(sent.map(({intentId}) => intentId)).size, requests: sent.map(({text}) => text)};
}

function isAsked(desk: Desk, verb: string): boolean {
	const {dialog} = desk.state().screen;
	const intent = intentOf(desk);
	const isFresh = dialog?.entryText === '' && intent.answers.length === 0;
	return isFresh && dialog.intentId === intent.id && intent.verb === verb;
}

function twice(desk: Desk, key: string, gapMs: number): void {
	desk.press(key);
	desk.advance(gapMs);
	desk.input({kind: 'keys', keys: [keyOf(key)]});
}
