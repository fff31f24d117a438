import type {ObjectRef} from '../../domain/cluster/kube-object.ts';
import type {Plan, PlanStep} from '../../domain/release/plan.ts';
import {withVerbs} from '../../domain/release/verb.ts';
import {assertNever} from '../../domain/result.ts';
import {ident, line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {formatTime} from '../../domain/time.ts';
import type {AuditRecord, IntentRecord} from '../../ports/audit.ts';
import type {Command} from '../state/commands.ts';
import type {Intent} from '../state/intent.ts';
import type {State} from '../state/state.ts';
import {maskOperation, maskPrivate} from './mask.ts';

/** How many intents are kept. */
const intentLimit = 50;

/** Keeps intents in the order in which they were raised: an update of an earlier intent does not make it the last. */
export function withIntent(state: State, intent: Intent): State {
	const isKnown = state.intents.some(({id}) => id === intent.id);
	const intents = isKnown
		? state.intents.map(other => (other.id === intent.id ? intent : other))
		: [...state.intents, intent];
	// Drop other cancelled intents: their dialogs were left.
	const kept = intents.filter(({id, phase}) => id === intent.id || phase.kind !== 'cancelled');
	return {...state, intents: kept.slice(-intentLimit)};
}

type Request = IntentRecord['requests'][number];

/** The requests of a plan, cleanup included, as the audit record and the dialog show them. */
export function requestsOf({steps, cleanup = []}: Plan): readonly Request[] {
	return [...steps, ...cleanup].flatMap(step => requestOf(step) ?? []);
}

/** A step's request: its path, and its body with private values masked; null for a step that only waits. */
export function requestOf(step: PlanStep): Request | null {
	switch (step.kind) {
		case 'patch':
			return {
				path: `PATCH ${objectPath(step.ref)}${step.subresource ? `/${step.subresource}` : ''}`,
				body: step.patch.map(maskOperation),
			};
		case 'post':
			return {path: `POST ${step.path}`, body: maskPrivate(step.body)};
		case 'delete':
			return {path: `DELETE ${objectPath(step.ref)}`, body: {uid: step.uid}};
		case 'await':
			return null;
		default:
			return assertNever(step);
	}
}

function objectPath({kindId, namespace, name}: ObjectRef): string {
	return `${kindId} ${namespace}/${name}`;
}

export interface Confirmed {
	readonly plan: Plan;
	readonly reason: string | null;
	/** What perch said of the canary; null where it said nothing. */
	readonly said: SafeText | null;
}

export function intentRecord(state: State, intent: Intent, {plan, reason, said}: Confirmed): IntentRecord {
	const {target} = state.session;
	const {identity} = state.cluster;
	return {
		record: 'intent',
		intentId: intent.id,
		at: formatTime(state.nowMs),
		user: identity?.user ?? '',
		context: target.context,
		cluster: target.cluster,
		clusterUid: identity?.clusterUid ?? null,
		verb: intent.verb,
		object: `${intent.release.ref.kindId} ${intent.release.namespace}/${intent.release.name}`,
		uid: intent.release.uid,
		headline: named(plan.headline),
		means: named(plan.means),
		said,
		effects: plan.effects.map(named),
		requests: requestsOf(plan),
		reason,
	};
}

/** The outcome of an intent, for the audit log. */
export function outcomeCommands(state: State, intent: Intent, outcome: string, evidence: SafeText): readonly Command[] {
	const record: AuditRecord = {
		record: 'outcome',
		intentId: intent.id,
		at: formatTime(state.nowMs),
		outcome,
		evidence: named(evidence),
		reason: null,
	};
	return [{kind: 'record', record, intentId: intent.id, isIntent: false}];
}

/** Names verbs by their words, not by keys: the sentence is read outside perch. */
export function named(text: SafeText): SafeText {
	return withVerbs(text, ident);
}

/** An Event on the object itself, for operators who look with other tools. */
export function announceCommand(intent: Intent, evidence: SafeText, isWarning: boolean): Command {
	const headline = intent.plan?.headline ?? line(intent.verb);
	return {
		kind: 'postEvent',
		event: {
			about: intent.release.ref,
			aboutUid: intent.release.uid,
			reason: isWarning ? 'PerchWarning' : 'PerchAction',
			message: named(safe`${headline}: ${evidence}`),
			isWarning,
			intentId: intent.id,
		},
	};
}
