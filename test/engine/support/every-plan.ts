import {readdirSync} from 'node:fs';
import type {ReleaseKey} from '../../../source/domain/cluster/keys.ts';
import type {RawObject} from '../../../source/domain/cluster/kube-object.ts';
import type {Plan} from '../../../source/domain/release/plan.ts';
import {type Verb, verbs} from '../../../source/domain/release/verb.ts';
import {canAct} from '../../../source/engine/intents/prepare/can-act.ts';
import {openQuestion} from '../../../source/engine/intents/prepare/prepare.ts';
import {bindingOf} from '../../../source/engine/keys/input/keymap.ts';
import type {Intent} from '../../../source/engine/state/intent.ts';
import type {Answers, Question} from '../../../source/releases/contract.ts';
import {releaseBackends} from '../../../source/releases/registry.ts';
import {type Scene, sceneFrom} from '../../releases/operator.ts';
import {readSituation} from '../../releases/situation.ts';
import {createDesk, type Desk, type DeskOptions} from './desk.ts';
import {handTrimmed} from './hand-trimmed.ts';

/** One thing that an operator may do to a recorded release. */
export interface Doing {
	/** `flagger/02-progressing: back` */
	readonly title: string;
	readonly situation: Situation;
	readonly verb: Verb;
	readonly answers: Answers;
	/** As the dialog shows it. */
	readonly plan: Plan;
}

export interface Situation {
	readonly name: string;
	readonly backend: string;
	readonly release: ReleaseKey;
	readonly objects: readonly RawObject[];
	readonly nowMs: number;
}

/** A cluster that serves every kind that a backend reads. */
const everyKind = Object.fromEntries(
	releaseBackends.flatMap(({kinds}) => kinds.map(({id, versions}): [string, readonly string[]] => [id, versions])),
);

const folder = new URL('../../fixtures/cluster/', import.meta.url);

/** Every recorded cluster that has a release, and those of documented rules that were not recorded. */
export const situations: readonly Situation[] = [
	...readdirSync(folder).flatMap(kind =>
		readdirSync(new URL(`${kind}/`, folder)).map(file => {
			const name = `${kind}/${file.replace('.json', '')}`;
			const {objects, nowMs} = readSituation(name);
			return situationOf(name, sceneFrom(objects, nowMs));
		}),
	),
	...Object.entries(handTrimmed).map(([name, scene]) => situationOf(name, scene)),
];

function situationOf(name: string, {backend, release, objects, nowMs}: Scene): Situation {
	return {name, backend: backend.id, release: release.key, objects, nowMs};
}

/** perch in front of the situation; no context is protected, so that two deliberate keys confirm. */
export function deskBefore({objects, nowMs}: Situation, options: Partial<DeskOptions> = {}): Desk {
	const world = {served: everyKind, ...options.world};
	const desk = createDesk({objects, nowMs, settings: {protection: {kind: 'none'}}, ...options, world});
	desk.advance(2_000);
	return desk;
}

/** The same with the release open. */
export function openDesk(situation: Situation, options: Partial<DeskOptions> = {}): Desk {
	const desk = deskBefore(situation, options);
	const {release} = situation;
	desk.press('R', 'home');
	for (let at = 0; desk.state().screen.releasesSelected !== release; at += 1) {
		if (at > 50) throw new Error(`${release} is not in the list`);
		desk.press('down');
	}
	desk.press('enter');
	desk.advance(2_000);
	return desk;
}

/** Asks for the verb by its key, or by its name in the palette. */
export function ask(desk: Desk, verb: Verb): void {
	desk.press(...namesOf(verb));
	desk.advance(100);
}

/** The keys that ask for the verb; the last one starts it. */
export function namesOf(verb: Verb): readonly string[] {
	const binding = bindingOf(verb);
	return binding ? binding.keys.slice(0, 1) : [':', ...verbs[verb].heading.toLowerCase(), 'enter'];
}

export function intentOf(desk: Desk): Intent {
	const intent = desk.state().intents.at(-1);
	if (!intent) throw new Error('nothing was asked for');
	return intent;
}

/** Answers each question, and waits for the dialog. */
export function give(desk: Desk, answers: Answers): void {
	for (const answer of answers) {
		choose(desk, answer);
		desk.press('enter');
	}
	desk.advance(500);
}

/** Selects the option with that value, or types its text; enter then gives it. */
function choose(desk: Desk, answer: string): void {
	const question = questionOf(desk);
	if (!question) throw new Error(`nothing is asked that ${answer} would answer`);
	const at = question.options.findIndex(({value}) => value === answer);
	desk.advance(500);
	if (at === -1) desk.type(answer);
	else for (let moved = 0; moved < at; moved += 1) desk.press('down');
}

function questionOf(desk: Desk): Question | null {
	return openQuestion(desk.context, desk.state(), intentOf(desk));
}

/** Selects the choice of that verb, without confirming it. */
export function aim(desk: Desk, verb: Verb): void {
	desk.advance(500);
	desk.press('right');
	if (intentOf(desk).verb !== verb) desk.press('right');
	if (intentOf(desk).verb !== verb) throw new Error(`${verb} cannot be chosen`);
	desk.advance(600);
}

/** Presses all keys but the last, as a hand does: the dialog shows the plan, and its choice is selected. */
export function prepare(desk: Desk, {verb, answers}: Pick<Doing, 'verb' | 'answers'>): void {
	ask(desk, verb);
	give(desk, answers);
	aim(desk, verb);
}

export function confirm(desk: Desk): void {
	desk.press('enter');
}

/** Everything that an operator can do, for every registered backend and every situation; of many answers a few. */
export function everyDoing(): readonly Doing[] {
	return asked().flatMap(({situation, verb, answers}) => planned(situation, verb, answers) ?? []);
}

/** For each verb of each backend a few, from different situations. The tests in `test/bars` take them all. */
export function someDoings(): readonly Doing[] {
	const byVerb = Map.groupBy(asked(), ({situation, verb}) => `${situation.backend} ${verb}`);
	const few = [...byVerb.values()].flatMap(all => {
		const stride = Math.ceil(all.length / 3);
		return all.filter(({situation}, at) => at % stride === 0 || isHandTrimmed(situation));
	});
	return few.flatMap(({situation, verb, answers}) => planned(situation, verb, answers) ?? []);
}

function isHandTrimmed({name}: Situation): boolean {
	return handTrimmed[name] !== undefined;
}

function asked(): readonly Pick<Doing, 'situation' | 'verb' | 'answers'>[] {
	return situations.flatMap(situation => {
		const looked = openDesk(situation);
		const backend = releaseBackends.find(({id}) => id === situation.backend);
		return (Object.keys(backend?.operations ?? {}) as Verb[])
			.filter(verb => canAct(looked.context, looked.state(), situation.release, verb).ok)
			.flatMap(verb => answersOf(looked, situation.release, verb, []).map(answers => ({situation, verb, answers})));
	});
}

function planned(situation: Situation, verb: Verb, answers: Answers): Doing | null {
	const desk = openDesk(situation);
	prepare(desk, {verb, answers});
	const {plan} = intentOf(desk);
	const said = answers.length === 0 ? '' : ` ${answers.map(answer => answer.split('@').at(-1)).join(' ')}`;
	return plan && {title: `${situation.name}: ${verb}${said}`, situation, verb, answers, plan};
}

const typed = [':9.9.9', 'registry.example/other:9.9.9', '25', '1'];

/** Complete answers: the first and the last option of each question, or a text that may be typed. */
function answersOf(desk: Desk, key: ReleaseKey, verb: Verb, given: Answers): readonly Answers[] {
	const allowed = canAct(desk.context, desk.state(), key, verb, given);
	if (!allowed.ok) return [];
	const {operation, release} = allowed.value;
	const question = operation.ask?.(release, given) ?? null;
	if (!question) return [given];
	const {options, entry} = question;
	const first = options.find(({value}) => canAct(desk.context, desk.state(), key, verb, [...given, value]).ok)?.value;
	const last = options.findLast(
		({value}) => canAct(desk.context, desk.state(), key, verb, [...given, value]).ok,
	)?.value;
	const texts = options.length === 0 ? typed.map(candidate => entry?.parse(candidate)) : [];
	const parsed = texts.find(text => text?.ok);
	const chosen = new Set([first, last, parsed?.ok ? parsed.value : undefined].filter(value => value !== undefined));
	return [...chosen].flatMap(value => answersOf(desk, key, verb, [...given, value]));
}
