import {isSameRef, type ObjectRef, type RawObject} from '../../../domain/cluster/kube-object.ts';
import type {DeleteStep, PatchStep, Plan} from '../../../domain/release/plan.ts';
import type {Verb} from '../../../domain/release/verb.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Answers, Question} from '../../../releases/contract.ts';
import type {Event} from '../../state/events.ts';
import type {Checks, Intent} from '../../state/intent.ts';
import {only, type Reduction} from '../../state/reduction.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {withIntent} from '../intents.ts';
import {preconditionsHold} from '../json-pointer.ts';
import {closedTo} from './can-act.ts';
import {whatMoved} from './changed-facts.ts';
import {liveRelease, planOn} from './live-release.ts';
import {operationOf} from './operation.ts';
import {ownersOfPlan} from './plan-owners.ts';
import {refusalText} from './refusal-text.ts';

/** Give up after this many dry runs that lost a race. */
const chaseLimit = 3;

const unread: Checks = {
	attempt: 0,
	chases: 0,
	live: 'reading',
	liveText: null,
	liveAtMs: null,
	dryRun: 'none',
	tried: 0,
	dryRunText: null,
};

export interface Raised {
	readonly reduction: Reduction;
	readonly id: string;
	/** What the operator must choose or type first; null where that is nothing. */
	readonly question: Question | null;
}

/** Raises the intent of an allowed verb and reads its live objects, unless the operator must choose or type
 * something first. */
export function raiseIntent(
	context: EngineContext,
	state: State,
	intent: Omit<
		Intent,
		| 'checks'
		| 'plan'
		| 'phase'
		| 'owners'
		| 'confirmedAtMs'
		| 'sentAtMs'
		| 'writeFingerprints'
		| 'stepsDone'
		| 'leftBehind'
		| 'recovery'
		| 'verdictThen'
		| 'id'
	>,
): Raised {
	const id = `${state.session.id}-${state.intentCount + 1}`;
	const raised: Intent = {
		...intent,
		id,
		plan: null,
		checks: unread,
		owners: [],
		phase: {kind: 'confirming'},
		confirmedAtMs: null,
		sentAtMs: null,
		writeFingerprints: [],
		stepsDone: 0,
		leftBehind: null,
		recovery: null,
		verdictThen: null,
	};
	const counted = withIntent({...state, intentCount: state.intentCount + 1}, raised);
	// Until the operator has answered, perch cannot tell what to read.
	const question = openQuestion(context, state, raised);
	if (question) return {id, question, reduction: only(counted)};
	return {id, question, reduction: readAgain(context, counted, raised)};
}

/** What the operator must still choose or type before a plan can be made; null when that is nothing. */
export function openQuestion(context: EngineContext, state: State, {release, verb, answers}: Intent): Question | null {
	return operationOf(context, state, release, verb)?.ask?.(release, answers) ?? null;
}

/** Plans again, after another choice in the same dialog or another look after a change: all objects are read
 * again. */
export function replan(context: EngineContext, state: State, intent: Intent, verb: Verb, answers: Answers): Reduction {
	return readAgain(context, state, {...intent, verb, answers});
}

function readAgain(context: EngineContext, state: State, intent: Intent, chases = 0): Reduction {
	const attempt = intent.checks.attempt + 1;
	const fresh: Intent = {
		...intent,
		plan: null,
		owners: [],
		checks: {...unread, attempt, chases},
		phase: {kind: 'confirming'},
	};
	const operation = operationOf(context, state, intent.release, intent.verb);
	if (!operation) return only(withIntent(state, {...fresh, phase: {kind: 'refused', text: safe`not supported`}}));
	const refs = operation.needs(intent.release, intent.answers);
	return {
		state: withIntent(state, fresh),
		commands: [{kind: 'readLive', intentId: intent.id, purpose: 'dialog', attempt, refs, delayMs: 0}],
	};
}

export function dialogLiveRead(
	context: EngineContext,
	state: State,
	intent: Intent,
	{attempt, result}: Extract<Event, {kind: 'liveRead'}>,
): Reduction {
	if (intent.phase.kind !== 'confirming' || intent.checks.live !== 'reading' || attempt !== intent.checks.attempt)
		return only(state);
	if (!result.ok) {
		const liveText = safe`the live object cannot be read: ${refusalText(result.error)}`;
		return checked(state, intent, {live: 'failed', liveText});
	}
	const operation = operationOf(context, state, intent.release, intent.verb);
	const refs = operation?.needs(intent.release, intent.answers) ?? [];
	const live = liveRelease(context, state, intent, refs, result.value);
	if (!live.ok) return checked(state, intent, {live: 'failed', liveText: live.error.reason});
	const moved = whatMoved(intent.seen, live.value.facts, operation?.direction);
	// From here on the dialog shows the live object, since the operator confirms that one.
	const current: Intent = {...intent, release: live.value};
	// In its live form the release may depend on other objects than those that were read.
	const wanted = operation?.needs(live.value, intent.answers) ?? [];
	if (!areSame(refs, wanted)) {
		if (intent.checks.chases < chaseLimit) return readAgain(context, state, current, intent.checks.chases + 1);
		return checked(state, intent, {live: 'failed', liveText: safe`it moves faster than it can be read`});
	}
	const read: Partial<Checks> = {live: moved ? 'moved' : 'unchanged', liveText: moved, liveAtMs: state.nowMs};
	const plan = planOn(context, state, current, live.value, result.value);
	if (!plan.ok) return checked(state, current, {...read, live: 'failed', liveText: plan.error.reason});
	const objectOf = (ref: ObjectRef) => result.value[refs.findIndex(read => isSameRef(read, ref))] ?? null;
	const steps = triedAhead(plan.value, objectOf);
	const owners = ownersOfPlan(plan.value, objectOf, context.derive.snapshot(state));
	const planned: Intent = {...current, plan: plan.value, owners};
	// A call of a gate has no dry run, so there is nothing to wait for.
	if (steps.length === 0) return checked(state, planned, {...read, dryRun: 'ok'});
	const checks: Checks = {...current.checks, ...read, dryRun: 'running', tried: steps.length};
	return {
		state: withIntent(state, {...planned, checks}),
		commands: [{kind: 'dryRun', intentId: intent.id, attempt, steps}],
	};
}

function areSame(one: readonly ObjectRef[], other: readonly ObjectRef[]): boolean {
	return one.length === other.length && one.every((ref, at) => isSameRef(ref, other[at] as ObjectRef));
}

/** The steps that a dry run can try. A later step whose preconditions only an earlier step brings about is left
 * out: its dry run would fail. */
function triedAhead(
	{steps}: Plan,
	objectOf: (ref: ObjectRef) => RawObject | null,
): readonly (PatchStep | DeleteStep)[] {
	const tried = steps.filter(step => step.kind === 'patch' || step.kind === 'delete');
	return tried.filter((step, at) => {
		if (at === 0 || step.kind === 'delete') return true;
		const object = objectOf(step.ref);
		return object !== null && preconditionsHold(object, step.patch);
	});
}

export function dryRunReturned(
	context: EngineContext,
	state: State,
	intent: Intent,
	event: Extract<Event, {kind: 'dryRunReturned'}>,
): Reduction {
	const {checks} = intent;
	if (intent.phase.kind !== 'confirming' || checks.dryRun !== 'running' || event.attempt !== checks.attempt)
		return only(state);
	const {result} = event;
	if (result.ok) return checked(state, intent, {dryRun: 'ok', dryRunText: null});
	switch (result.error.kind) {
		case 'preconditionFailed':
			// The object changed between the live read and the dry run: read it again.
			if (checks.chases < chaseLimit) return readAgain(context, state, intent, checks.chases + 1);
			return checked(state, intent, {
				dryRun: 'denied',
				dryRunText: safe`it moves faster than it can be read: ${result.error.message}`,
			});
		case 'denied':
		case 'invalid':
			return checked(state, intent, {dryRun: 'denied', dryRunText: refusalText(result.error)});
		case 'previewUnavailable':
		case 'notSent':
		case 'unknown':
			return checked(state, intent, {dryRun: 'unavailable', dryRunText: result.error.message});
	}
}

function checked(state: State, intent: Intent, checks: Partial<Checks>): Reduction {
	return only(withIntent(state, {...intent, checks: {...intent.checks, ...checks}}));
}

/** Why the open dialog cannot be confirmed now; null when it can. */
export function confirmBlock(
	context: EngineContext,
	state: State,
	intent: Intent,
): {readonly text: SafeText; readonly isFinal: boolean} | null {
	const {checks, plan} = intent;
	if (checks.live === 'reading') return {text: safe`reading the live object`, isFinal: false};
	if (checks.live === 'failed' || !plan)
		return {text: checks.liveText ?? safe`the live object could not be read`, isFinal: true};
	if (checks.dryRun === 'running' || checks.dryRun === 'none') return {text: safe`dry run under way`, isFinal: false};
	if (checks.dryRun === 'denied')
		return {text: safe`the cluster denies it: ${checks.dryRunText ?? safe`no reason given`}`, isFinal: true};
	if (checks.dryRun === 'unavailable' && plan.direction === 'towardCanary') {
		return {text: safe`no preview: ${checks.dryRunText ?? safe`the dry run did not answer`}`, isFinal: true};
	}
	const moved = movedSince(context, state, intent);
	if (moved && plan.direction === 'towardCanary') return {text: moved, isFinal: true};
	// Take the plan's direction, not the verb's: a way back to a version that nothing vouches for is toward the
	// canary.
	const closed = closedTo(context, state, intent.release, plan.direction);
	if (closed) return {text: closed.reason, isFinal: true};
	return null;
}

/** What the watch has seen change since the dialog's plan was made; null while the plan stands. Toward stable
 * only the last live read counts: a lagging watch must not hold up the way back. */
export function movedSince(context: EngineContext, state: State, intent: Intent): SafeText | null {
	const now = context.derive.releases(state).get(intent.release.key);
	if (!intent.plan) return null;
	if (!now) return safe`it is gone: the watch no longer has it`;
	// A watch that shows what it showed when the key was pressed is behind the live read.
	const isBehind = intent.plan.direction === 'towardStable' && whatMoved(intent.seen, now.facts) === null;
	const moved = isBehind ? null : whatMoved(intent.plan.facts, now.facts);
	return moved && safe`it moved: ${moved}`;
}
