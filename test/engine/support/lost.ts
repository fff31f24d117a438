import fc from 'fast-check';
import type {RawObject} from '../../../source/domain/cluster/kube-object.ts';
import type {PatchStep, WriteStep} from '../../../source/domain/release/plan.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';
import {holds} from '../../../source/engine/intents/json-pointer.ts';
import {stepProgress} from '../../../source/engine/intents/send/progress.ts';
import {liveObject, patched} from '../../releases/operator.ts';
import {other, serve} from './carry-out.ts';
import type {Desk} from './desk.ts';
import {confirm, type Doing, intentOf, openDesk, prepare} from './every-plan.ts';
import {isOfStatus, writtenBy} from './fake-api-server.ts';
import type {Fate} from './world.ts';

/** What a colleague does to the same object while perch does not know what became of the request. */
export type Colleague = 'nothing' | 'theSame' | 'another' | 'deletes';

export const colleagues = fc.constantFrom<Colleague>('nothing', 'theSame', 'another', 'deletes');

/** Fates of a request: not sent, lost on the way, its reply lost after it was carried out, or carried out only later,
 * within the server's own limit. */
export const fatesByName = {
	'not sent': fc.constant<Fate>({
		kind: 'refused',
		error: {kind: 'notSent', message: safe`not sent`, retryAfterSeconds: null},
	}),
	'lost on the way': fc.constant<Fate>({kind: 'lost', request: 'lost'}),
	'carried out, its reply lost': fc.constant<Fate>({kind: 'lost', request: 'carriedOut'}),
	'carried out late': fc
		.integer({min: 0, max: 59_000})
		.map((afterMs): Fate => ({kind: 'lost', request: 'carriedOutLate', afterMs})),
} as const satisfies Record<string, fc.Arbitrary<Fate>>;

export const fates = fc.oneof(...Object.values(fatesByName));

/** Carries out a plan in which the request of one step meets this fate, and returns what perch said wrongly of it. */
export function judge(
	{doing, at}: {readonly doing: Doing; readonly at: number},
	{fate, colleague}: {readonly fate: Fate; readonly colleague: Colleague},
): {readonly faults: readonly string[]; readonly verdict: string} {
	const {desk, step, isCarriedOut} = lose(doing, at, fate, colleague);
	const state = stepProgress(intentOf(desk))[at]?.state;
	const said = saidOf(desk);
	const title = `${doing.title}, step ${at + 1}, ${JSON.stringify(fate)}, ${colleague}`;
	// The result may be a colleague's work: a step is called done if its result is there.
	const object = step.kind === 'patch' ? liveObject(desk.server.objects(), step.ref) : null;
	const isOthers =
		step.kind === 'delete' ||
		colleague === 'theSame' ||
		/ effective: /.test(said) ||
		(object && step.kind === 'patch' && isSo(object, step));
	const sent = desk.given('send').map(({intentId, step: number}) => `${intentId} ${number}`);
	const wrong: readonly (readonly [boolean, string])[] = [
		[new Set(sent).size < sent.length, 'sent again'],
		[intentOf(desk).phase.kind === 'unconfirmed', 'no verdict'],
		[
			/\bAPPLIED: the reply was lost, the object names/.test(said.replaceAll('NOT APPLIED', '')) && !isCarriedOut,
			'APPLIED, and it was not',
		],
		[said.includes('NOT APPLIED') && isCarriedOut, 'NOT APPLIED, and it was'],
		[said.includes('Nothing was changed') && isCarriedOut, 'nothing was changed, and it was'],
		[state === 'done' && !isCarriedOut && !isOthers, 'done, and it was not'],
		[state === 'notDone' && isCarriedOut, 'not done, and it was'],
		[step.kind === 'post' && fate.kind === 'lost' && state !== 'unknown', 'a call that cannot be read back is known'],
	];
	return {
		faults: wrong.flatMap(([isWrong, what]) => (isWrong ? [`${title}: ${what} (${state}; ${said})`] : [])),
		verdict: /NOT APPLIED|APPLIED|UNKNOWN|it is\b/.exec(said)?.[0] ?? 'answered',
	};
}

function isSo(object: RawObject, {after}: PatchStep): boolean {
	return after.every(predicate => holds(object, predicate));
}

function lose(doing: Doing, at: number, fate: Fate, colleague: Colleague) {
	const desk = openDesk(doing.situation);
	prepare(desk, doing);
	const step = intentOf(desk).plan?.steps[at] as WriteStep;
	desk.world.send = ({step: sent}) => (sent === at ? fate : {kind: 'answered'});
	confirm(desk);
	serveUntil(desk, at);
	desk.advance(300);
	interfere(desk, step, colleague);
	desk.advance(150_000);
	return {desk, step, isCarriedOut: reached(desk, step)};
}

/** Whether the server carried the step out, at any time. */
function reached({server}: Desk, step: WriteStep): boolean {
	switch (step.kind) {
		case 'patch':
			return server.applied.includes(step.patch);
		case 'delete':
			return server.removed.includes(step.uid);
		case 'post':
			return server.calls.includes(step.path);
	}
}

function serveUntil(desk: Desk, at: number): void {
	desk.advance(200);
	for (let turn = 0; turn < 20 && intentOf(desk).stepsDone < at; turn += 1) {
		serve(desk);
		desk.advance(200);
	}
}

function interfere(desk: Desk, step: WriteStep, colleague: Colleague): void {
	if (step.kind === 'post' || colleague === 'nothing') return;
	const object = liveObject(desk.server.objects(), step.ref);
	if (!object) return;
	if (colleague === 'deletes') {
		desk.server.become(desk.server.objects().filter(one => one !== object));
	} else {
		const changed = step.kind === 'delete' ? null : byHand(object, step, colleague, desk.clock.nowMs());
		if (changed) desk.server.become(desk.server.objects().map(one => (one === object ? changed : one)));
	}
	desk.sync();
}

/** The colleague's own write, and with it the ownership of what it changed. */
function byHand(
	object: RawObject,
	{patch}: PatchStep,
	colleague: 'theSame' | 'another',
	atMs: number,
): RawObject | null {
	const changes = patch.filter(({op}) => op !== 'test');
	const wanted =
		colleague === 'theSame'
			? changes
			: changes.map(change => (change.op === 'remove' ? change : {...change, value: other(change.value)}));
	const changed = patched(object, wanted);
	const isStatus = isOfStatus(patch);
	return changed && writtenBy('kubectl-patch', object, changed, {atMs, isStatus});
}

function saidOf(desk: Desk): string {
	const outcomes = desk
		.given('record')
		.flatMap(({record}) => (record.record === 'outcome' ? [`${record.outcome}: ${record.evidence}`] : []));
	const {phase} = intentOf(desk);
	return [...outcomes, 'text' in phase ? phase.text : ''].join(' | ');
}
