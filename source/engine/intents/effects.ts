import {unreadText} from '../../domain/cluster/read-object.ts';
import type {Effect, Plan} from '../../domain/release/plan.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {type Intent, isRecoveryAwaited} from '../state/intent.ts';
import {only, type Reduction} from '../state/reduction.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {announceCommand, outcomeCommands, withIntent} from './intents.ts';
import {operationOf} from './prepare/operation.ts';
import {startRecovery} from './recovery/recovery.ts';

/** After this long, perch reports that an accepted request has had no effect. */
const effectDeadlineMs = 60_000;

/** How long perch looks for an owner that puts the change back: as long as the intent's line is on screen. */
const ownerPatienceMs = 600_000;

/** Follows whether an accepted write took effect, by what the watches report alone; perch never assumes success. */
export function followEffect(context: EngineContext, state: State, intent: Intent): Reduction {
	const {phase, plan} = intent;
	if (plan && isStillWatched(state, intent)) return followKept(context, state, intent, plan);
	if (!plan || (phase.kind !== 'accepted' && phase.kind !== 'unknown')) return only(state);
	const effect = effectOf(context, state, intent, plan);
	if (effect.kind === 'effective') return becameEffective(state, intent, effect);
	if (phase.kind === 'unknown') return only(state);
	const later = laterRequest(state, intent);
	if (later) return later.stepsDone === 0 ? only(state) : wasOvertaken(state, intent, later);
	if (effect.kind === 'undone') return wasUndone(state, intent, effect);
	const isUnderWay = effect.kind === 'pending' && effect.isUnderWay === true;
	const isOverdue = !isUnderWay && state.nowMs - phase.atMs >= effectDeadlineMs;
	if (isSame(effect, phase.effect) && isOverdue === phase.isOverdue) return only(state);
	const next = withIntent(state, {...intent, phase: {...phase, effect, isOverdue}});
	if (!isOverdue || phase.isOverdue) return only(next);
	return {state: next, commands: outcomeCommands(state, intent, 'acceptedWithoutEffect', effect.evidence)};
}

/** A later intent of this session that changed the same release, or is sending now: then no one else undid the
 * effect. */
function laterRequest({intents}: State, {id, release}: Intent): Intent | undefined {
	const since = intents.slice(intents.findIndex(other => other.id === id) + 1);
	return since.find(
		({release: {key}, phase, stepsDone}) => key === release.key && (stepsDone > 0 || phase.kind === 'sending'),
	);
}

function wasOvertaken(state: State, intent: Intent, later: Intent): Reduction {
	const text = safe`${later.plan?.headline ?? ident(later.verb)} came before it had taken effect`;
	const next = withIntent(state, {...intent, phase: {kind: 'overtaken', text}});
	return {state: next, commands: outcomeCommands(state, intent, 'overtaken', text)};
}

function wasUndone(state: State, intent: Intent, {evidence}: Effect): Reduction {
	const text = safe`${undoneBy(intent)}: ${evidence}`;
	const next = withIntent(state, {...intent, recovery: null, phase: {kind: 'reverted', text}});
	return {
		state: next,
		commands: [...outcomeCommands(state, intent, 'reverted', text), announceCommand(intent, text, true)],
	};
}

/** The owner that the dialog named, where it named only one that would do it. */
function undoneBy({owners}: Intent): SafeText {
	const [owner, ...others] = owners.filter(({undoes}) => undoes !== 'no');
	return owner && others.length === 0
		? safe`undone, as was to be expected of ${owner.name}`
		: safe`undone by somebody or something`;
}

/** Whether an undone effect is still reported, since an owner of the object may undo it: while perch watches
 * traffic for the intent, or for a while if an owner may put the change back. */
function isStillWatched(state: State, {phase, recovery, owners}: Intent): boolean {
	if (phase.kind !== 'effective') return false;
	if (isRecoveryAwaited(recovery)) return true;
	return owners.some(({undoes}) => undoes !== 'no') && state.nowMs - phase.atMs < ownerPatienceMs;
}

function followKept(context: EngineContext, state: State, intent: Intent, plan: Plan): Reduction {
	const effect = effectOf(context, state, intent, plan);
	const isUndone = effect.kind === 'undone' && laterRequest(state, intent) === undefined;
	return isUndone ? wasUndone(state, intent, effect) : only(state);
}

function effectOf(context: EngineContext, state: State, {release, verb}: Intent, plan: Plan): Effect {
	const now = context.derive.releases(state).get(release.key);
	if (now?.notUnderstood && now.uid === release.uid)
		return {kind: 'pending', evidence: safe`not known: ${unreadText(now.notUnderstood)}`};
	const operation = now && operationOf(context, state, now, verb);
	if (!now || !operation || now.uid !== release.uid) return {kind: 'pending', evidence: safe`the release is gone`};
	return operation.effect(plan, release, now);
}

function becameEffective(state: State, intent: Intent, effect: Effect): Reduction {
	const phase = {kind: 'effective', atMs: state.nowMs, evidence: effect.evidence} as const;
	const next: Intent = {...intent, phase, recovery: startRecovery(state, intent)};
	return {
		state: withIntent(state, next),
		commands: [
			...outcomeCommands(state, intent, 'effective', effect.evidence),
			announceCommand(intent, effect.evidence, false),
		],
	};
}

function isSame(one: Effect, other: Effect): boolean {
	return one.kind === other.kind && one.evidence === other.evidence;
}
