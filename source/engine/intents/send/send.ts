import {isSameRef, type ObjectRef, type RawObject} from '../../../domain/cluster/kube-object.ts';
import type {Plan} from '../../../domain/release/plan.ts';
import {err, type Result} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {ClusterError} from '../../../ports/cluster.ts';
import {measurement} from '../../evidence/row-figures.ts';
import {verdictParts} from '../../evidence/text/verdict-text.ts';
import {verdictOf} from '../../evidence/verdict.ts';
import type {Event} from '../../state/events.ts';
import type {Intent, VerdictThen} from '../../state/intent.ts';
import {only, type Reduction} from '../../state/reduction.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {intentRecord} from '../intents.ts';
import {holds, preconditionsHold} from '../json-pointer.ts';
import {whatMoved} from '../prepare/changed-facts.ts';
import {liveRelease} from '../prepare/live-release.ts';
import {operationOf} from '../prepare/operation.ts';
import {confirmBlock} from '../prepare/prepare.ts';
import {refusalText} from '../prepare/refusal-text.ts';
import {cleaned} from './clean-up.ts';
import {markOf} from './lost-reply.ts';
import {ended, readAwaited, startStep, withPhase, withProgress} from './plan-steps.ts';
import {startResolving} from './resolve-lost-reply.ts';

/** An audit record that is not durable after this long counts as failed: the way back does not wait for a disk. */
const recordWithinMs = 5_000;
/** A live read of an await step is repeated this often. */
const awaitEveryMs = 1_000;

/** Sends what the operator confirmed: first the audit record, then one more live read, then the request. */
export function sendConfirmed(context: EngineContext, state: State, intent: Intent, reason: string | null): Reduction {
	const {plan} = intent;
	if (intent.phase.kind !== 'confirming' || !plan || confirmBlock(context, state, intent)) return only(state);
	const verdictThen = verdictNow(context, state, intent);
	const said = verdictThen && saidOf(state, verdictThen);
	const recording = withPhase(state, {...intent, confirmedAtMs: state.nowMs, verdictThen}, {kind: 'recording'});
	return {
		state: recording,
		commands: [
			{kind: 'record', record: intentRecord(state, intent, {plan, reason, said}), intentId: intent.id, isIntent: true},
		],
	};
}

function verdictNow(context: EngineContext, state: State, {release}: Intent): VerdictThen | null {
	const measured = measurement(state);
	const now = context.derive.releases(state).get(release.key);
	const verdict = now ? verdictOf(context, state, now) : null;
	return verdict && measured && {verdict, atMs: measured.atMs, isStale: measured.isStale};
}

/** Figures that were too old to be those of then say so. */
function saidOf(state: State, {verdict, isStale}: VerdictThen): SafeText {
	const parts = verdictParts(verdict, serverTime(state));
	return [...(isStale ? [safe`by old figures`] : []), ...parts].reduce((text, part) => safe`${text} · ${part}`);
}

export function recorded(
	context: EngineContext,
	state: State,
	intent: Intent,
	event: Extract<Event, {kind: 'recorded'}>,
): Reduction {
	if (!event.isIntent) {
		return only(event.result.ok ? state : {...state, auditProblem: event.result.error});
	}
	return intent.phase.kind === 'recording' ? afterRecord(context, state, intent, event.result) : only(state);
}

/** Without a durable record a plan toward the canary ends here; a plan toward stable goes on, under a banner. */
function afterRecord(context: EngineContext, state: State, intent: Intent, result: Result<void, SafeText>): Reduction {
	const next: State = {...state, auditProblem: result.ok ? null : result.error};
	if (!result.ok && intent.plan?.direction !== 'towardStable') {
		const text = safe`nothing was sent: the audit record could not be made durable (${result.error})`;
		return only(withPhase(next, intent, {kind: 'refused', text}));
	}
	return {
		state: withPhase(next, intent, {kind: 'rechecking'}),
		commands: [
			{
				kind: 'readLive',
				intentId: intent.id,
				purpose: 'recheck',
				attempt: intent.checks.attempt,
				refs: readRefs(context, state, intent),
				delayMs: 0,
			},
		],
	};
}

/** The last live read before the request: perch acts only on what the operator confirmed. */
export function recheckRead(
	context: EngineContext,
	state: State,
	intent: Intent,
	result: Result<readonly (RawObject | null)[], ClusterError>,
): Reduction {
	if (intent.phase.kind !== 'rechecking' || !intent.plan) return only(state);
	if (!result.ok)
		return ended(state, intent, {
			kind: 'refused',
			text: safe`nothing was sent: the live read failed (${refusalText(result.error)})`,
		});
	const refs = readRefs(context, state, intent);
	const live = liveRelease(context, state, intent, refs, result.value);
	if (!live.ok) return ended(state, intent, {kind: 'superseded', text: safe`nothing was sent: ${live.error.reason}`});
	const moved = whatMoved(intent.plan.facts, live.value.facts, intent.plan.direction);
	if (moved) return ended(state, intent, {kind: 'superseded', text: safe`it moved: ${moved}. Nothing was sent`});
	const objectOf = (ref: ObjectRef) => result.value[refs.findIndex(read => isSameRef(read, ref))] ?? null;
	const changed = changedSince(intent.plan, objectOf);
	if (changed) {
		const text = safe`it moved: ${ident(changed.name)} was changed since. Nothing was sent`;
		return ended(state, intent, {kind: 'superseded', text});
	}
	const writeFingerprints = fingerprintsOf(intent.plan, objectOf);
	return startStep(state, {...intent, writeFingerprints, sentAtMs: state.nowMs + state.cluster.clockOffsetMs}, 0);
}

/** The objects from which the plan was made; they are read once more. */
function readRefs(context: EngineContext, state: State, {release, verb, answers}: Intent): readonly ObjectRef[] {
	return operationOf(context, state, release, verb)?.needs(release, answers) ?? [release.ref];
}

/** The first object that would now refuse its first patch. Steps after a wait, or after another patch of the
 * same object, are left out: their preconditions need not hold yet. */
function changedSince({steps}: Plan, objectOf: (ref: ObjectRef) => RawObject | null): ObjectRef | null {
	const firstWait = steps.findIndex(({kind}) => kind === 'await');
	const atOnce = firstWait === -1 ? steps : steps.slice(0, firstWait);
	const changed = atOnce.find((step, at) => {
		if (step.kind !== 'patch' || firstWriteOf(steps, step.ref) !== at) return false;
		const object = objectOf(step.ref);
		return object !== null && !preconditionsHold(object, step.patch);
	});
	return changed?.kind === 'patch' ? changed.ref : null;
}

function fingerprintsOf({steps}: Plan, objectOf: (ref: ObjectRef) => RawObject | null): Intent['writeFingerprints'] {
	return steps.map((step, at) => {
		const object = step.kind === 'patch' ? objectOf(step.ref) : null;
		if (step.kind !== 'patch' || !object) return null;
		const before = steps.slice(0, at).filter(one => one.kind === 'patch' && one.subresource === null);
		return markOf(step, object, before.filter(one => one.kind === 'patch' && isSameRef(one.ref, step.ref)).length);
	});
}

function firstWriteOf(steps: Plan['steps'], ref: ObjectRef): number {
	return steps.findIndex(step => step.kind === 'patch' && isSameRef(step.ref, ref));
}

export function sent(
	_context: EngineContext,
	state: State,
	intent: Intent,
	event: Extract<Event, {kind: 'sent'}>,
): Reduction {
	const {step, result} = event;
	if (intent.phase.kind === 'cleaning') return cleaned(state, intent, step, result.ok ? null : result.error);
	if (intent.phase.kind !== 'sending' || intent.phase.step !== step) return only(state);
	if (result.ok) return startStep(state, {...intent, stepsDone: step + 1}, step + 1);
	const {error} = result;
	switch (error.kind) {
		case 'preconditionFailed':
			return ended(state, intent, {
				kind: 'superseded',
				text: withProgress(intent, safe`it moved while it was sent: the server refused it`),
			});
		case 'unknown':
			return startResolving(state, intent, step, error.message);
		default:
			return ended(state, intent, {kind: 'refused', text: withProgress(intent, refusalText(error))});
	}
}

export function awaitRead(
	_context: EngineContext,
	state: State,
	intent: Intent,
	result: Result<readonly (RawObject | null)[], ClusterError>,
): Reduction {
	if (intent.phase.kind !== 'awaiting') return only(state);
	const at = intent.phase.step;
	const step = intent.plan?.steps[at];
	if (step?.kind !== 'await') return only(state);
	const object = result.ok ? result.value[0] : null;
	if (object && step.until.every(predicate => holds(object, predicate)))
		return startStep(state, {...intent, stepsDone: at + 1}, at + 1);
	if (object && step.stopIf?.some(predicate => holds(object, predicate)))
		return ended(state, intent, {
			kind: 'refused',
			text: withProgress(intent, safe`it went elsewhere while perch waited: ${step.label}`),
		});
	return {state, commands: [readAwaited(intent, step, awaitEveryMs)]};
}

/** Ends the wait for the audit log, and for an await step, at the deadline. The text tells how many steps are
 * done. */
export function stepDeadline(context: EngineContext, state: State, intent: Intent): Reduction {
	const {phase} = intent;
	if (phase.kind === 'recording' && state.nowMs - (intent.confirmedAtMs ?? state.nowMs) >= recordWithinMs)
		return afterRecord(context, state, intent, err(safe`the audit log does not answer`));
	if (phase.kind !== 'awaiting' || state.nowMs < phase.untilMs) return only(state);
	const step = intent.plan?.steps[phase.step];
	const awaited = step?.kind === 'await' ? step.label : safe`what was awaited`;
	return ended(state, intent, {kind: 'refused', text: withProgress(intent, safe`it did not come in time: ${awaited}`)});
}
