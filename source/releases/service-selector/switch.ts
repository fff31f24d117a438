import type {ObjectRef, RawObject} from '../../domain/cluster/kube-object.ts';
import {readObject, unreadRefusal} from '../../domain/cluster/read-object.ts';
import type {Effect, PatchStep, Plan} from '../../domain/release/plan.ts';
import {type Refusal, refuse} from '../../domain/release/refusal.ts';
import type {Release} from '../../domain/release/release.ts';
import type {Revision} from '../../domain/release/revision.ts';
import {err, ok, type Result} from '../../domain/result.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {SERVICES} from '../../kinds/service.ts';
import {allowed, checked} from '../common/checked.ts';
import {patchesServices} from '../common/permissions.ts';
import {pointer, rawAt, testOf} from '../common/raw.ts';
import {nameOf} from '../common/release-text.ts';
import {backRefusal} from '../common/way-back.ts';
import type {Answers, Operation, PlanRequest, Question} from '../contract.ts';
import type {Sides} from './sides.ts';

/** Turns the selector to another side: all new connections go there. */
export const switchOver: Operation<Sides> = checked({
	direction: 'towardCanary',
	can: (release, answers) => {
		const target = targetOf(release, answers);
		if (target) return refusalOf(release, target) ?? allowed;
		const others = otherSides(release);
		if (answers.length > 0) return refuse('answer-gone', safe`there is no such side`);
		const refusals = others.map(other => refusalOf(release, other));
		return refusals.find(refused => refused !== null && refusals.every(Boolean)) ?? allowed;
	},
	ask: askSide,
	action: (release, answers) => switchTo(targetOf(release, answers)),
	permissions: () => [patchesServices],
	needs: (release, answers) => [release.ref, ...readRefs(release, targetOf(release, answers))],
	plan: request => planSwitch(request, 'promote', targetOf(request.release, request.answers)),
	effect: switchEffect,
});

/** Switches to the side that was up before the selected one. */
export const switchBack: Operation<Sides> = checked({
	direction: 'towardStable',
	can: release => {
		const target = sideBefore(release);
		return target ? (refusalOf(release, target) ?? allowed) : backRefusal(release.back);
	},
	action: release => switchTo(sideBefore(release)),
	permissions: () => [patchesServices],
	needs: release => [release.ref, ...readRefs(release, sideBefore(release))],
	plan: request => planSwitch(request, 'back', sideBefore(request.release)),
	effect: switchEffect,
});

function switchTo(target: Revision | null): SafeText {
	return target ? safe`Switch to ${target.tag}` : safe`Switch`;
}

function planSwitch(
	request: PlanRequest<Sides>,
	verb: 'promote' | 'back',
	target: Revision | null,
): ReturnType<Operation['plan']> {
	const {release, live} = request;
	if (!target) return refuse('answer-needed', safe`choose a side first`);
	const [raw, ...workloads] = live;
	if (!raw) return refuse('object-gone', safe`the Service is gone`);
	const read = readObject(SERVICES, raw);
	if (!read.ok) return err(unreadRefusal(read.error));
	const service = read.value;
	const {key, selected} = release.detail;
	if (service.selector[key] !== selected)
		return refuse('object-changed', safe`the Service does not select ${selected} any more: look again`);
	const count = workloadRefs(release, target.hash).length;
	const behind = workloads.slice(0, count);
	if (behind.some(workload => rawAt(workload ?? null, 'spec', 'template', 'metadata', 'labels', key) !== target.hash)) {
		return refuse('object-changed', safe`a workload behind ${target.tag} is gone or has another label: look again`);
	}
	const ready = {new: readyOf(behind), old: readyOf(workloads.slice(count))};
	const refused = tooFew(target, ready.new, nameOf(release, release.stable), ready.old);
	if (refused) return refused;
	return ok({
		verb,
		direction: verb === 'back' ? 'towardStable' : 'towardCanary',
		release: release.key,
		to: target.key,
		headline: safe`SWITCH TO ${target.tag}`,
		means: safe`the selector's ${ident(key)}`,
		effects: [
			safe`${ident(key)}: ${selected} → ${target.hash}`,
			safe`all new connections: ${nameOf(release, release.stable)} (${ready.old} pods ready) → ${target.tag} (${ready.new})`,
		],
		caveats: [safe`connections that are kept alive stay on the pods of ${selected} until they close: let those run`],
		steps: [selectorStep(release, raw, key, target.hash)],
		// The undo of a switch forward leads to the side that served until then.
		undoDirection: verb === 'promote' ? 'towardStable' : 'towardCanary',
		facts: release.facts,
	});
}

function selectorStep({ref}: Release<Sides>, raw: RawObject, key: string, value: string): PatchStep {
	const path = pointer('spec', 'selector', key);
	return {
		kind: 'patch',
		ref,
		subresource: null,
		patch: [...testOf(raw, 'metadata', 'uid'), ...testOf(raw, 'spec', 'selector'), {op: 'replace', path, value}],
		after: [{pointer: path, op: 'equals', value}],
		inverse: [
			...testOf(raw, 'metadata', 'uid'),
			{op: 'test', path, value},
			{op: 'replace', path, value: rawAt(raw, 'spec', 'selector', key) ?? ''},
		],
	};
}

function switchEffect(plan: Plan, before: Release<Sides>, now: Release<Sides>): Effect {
	if (now.stable !== plan.to) {
		return now.stable === before.stable
			? {kind: 'pending', evidence: safe`the Service still selects ${nameOf(now, now.stable)}`}
			: {kind: 'undone', evidence: safe`the Service selects ${nameOf(now, now.stable)}`};
	}
	const [fault] = now.contradictions;
	if (fault) return {kind: 'pending', evidence: fault.text};
	return {
		kind: 'effective',
		evidence: safe`the Service selects ${nameOf(now, plan.to)}, no endpoint that was read is another's`,
	};
}

function askSide(release: Release<Sides>, [answer]: Answers): Question | null {
	const others = otherSides(release);
	if (answer !== undefined || others.length < 2) return null;
	return {
		title: safe`Which side? ${nameOf(release, release.stable)} is selected now.`,
		options: others.map(({key, tag, pods, createdAtMs}) => ({
			value: key,
			text: safe`${tag}  ${numberOf(pods.ready)} of ${numberOf(pods.desired)} pods ready`,
			createdAtMs,
		})),
		entry: null,
	};
}

function targetOf(release: Release<Sides>, [answer]: Answers): Revision | null {
	if (answer === undefined) return onlyOther(release);
	return otherSides(release).find(({key}) => key === answer) ?? null;
}

function onlyOther(release: Release<Sides>): Revision | null {
	const others = otherSides(release);
	return others.length === 1 ? (others[0] ?? null) : null;
}

function sideBefore({revisions, back}: Release<Sides>): Revision | null {
	return revisions.find(({key}) => key === back.to) ?? null;
}

function otherSides({revisions}: Release<Sides>): readonly Revision[] {
	return revisions.filter(({role}) => role !== 'stable');
}

/** Checks the pods as the watch reports them; the plan checks the live workloads again. */
function refusalOf(release: Release<Sides>, target: Revision): Result<never, Refusal> | null {
	const old = release.revisions.find(({key}) => key === release.stable);
	return tooFew(target, numberOf(target.pods.ready), old?.tag ?? safe`none`, numberOf(old?.pods.ready ?? 0));
}

/** Refuses if the new side cannot carry as much traffic as the old one. */
function tooFew(target: Revision, ready: number, oldName: Revision['tag'], old: number): Result<never, Refusal> | null {
	if (ready === 0) return refuse('pods-not-ready', safe`no pod of ${target.tag} is ready`);
	if (ready >= old) return null;
	return refuse('pods-not-ready', safe`ready pods: ${ready} of ${target.tag}, ${old} of ${oldName}: scale it up first`);
}

function readRefs(release: Release<Sides>, target: Revision | null): readonly Release['ref'][] {
	if (!target) return [];
	return [...workloadRefs(release, target.hash), ...workloadRefs(release, release.detail.selected)];
}

/** The Deployments and StatefulSets behind a side. */
function workloadRefs({detail: {sides}}: Release<Sides>, wanted: string): readonly ObjectRef[] {
	return sides.find(({value}) => value === wanted)?.refs ?? [];
}

function readyOf(workloads: readonly (RawObject | null)[]): number {
	return workloads.reduce((total, workload) => {
		const ready = rawAt(workload, 'status', 'readyReplicas');
		return total + (typeof ready === 'number' ? ready : 0);
	}, 0);
}

function numberOf(value: number | 'unknown'): number {
	return value === 'unknown' ? 0 : value;
}
