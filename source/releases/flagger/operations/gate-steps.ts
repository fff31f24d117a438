import type {Json, JsonObject} from '../../../domain/cluster/kube-object.ts';
import type {PostStep, Predicate} from '../../../domain/release/plan.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import type {CanaryObject} from '../../../kinds/flagger/canary.ts';
import {type Gate, theGate} from '../gates.ts';

/**
 * The steps that open and close each gate once, though several webhooks may ask the same gate. A gate never
 * closes by itself: closing is the cleanup.
 */
export function gateSteps(
	canary: CanaryObject,
	gates: readonly Gate[],
): {
	readonly open: readonly PostStep[];
	readonly close: readonly PostStep[];
} {
	const body: JsonObject = {name: canary.metadata.name, namespace: canary.metadata.namespace};
	const paths = new Set<string>();
	const open: PostStep[] = [];
	const close: PostStep[] = [];
	for (const {reach, name} of gates) {
		if (reach.kind === 'none' || paths.has(reach.openPath)) continue;
		paths.add(reach.openPath);
		const shut: PostStep = {
			kind: 'post',
			label: safe`close ${theGate(name)}`,
			path: reach.closePath,
			body,
			inverse: null,
		};
		open.push({kind: 'post', label: safe`open ${theGate(name)}`, path: reach.openPath, body, inverse: shut});
		close.push(shut);
	}
	return {open, close};
}

/** The Canary's phase is one of these. */
export function phaseIn(...phases: readonly string[]): Predicate {
	return {
		op: 'anyOf',
		predicates: phases.map((value: Json) => ({pointer: '/status/phase', op: 'equals', value})),
	};
}

/**
 * Flagger took up another template: a gate that was opened for this one would let that one pass. No predicate
 * while the release waits for its start: Flagger notes the template only when the release starts.
 */
export function anotherVersion({status}: CanaryObject): readonly Predicate[] {
	const {lastAppliedSpec, phase} = status;
	if (lastAppliedSpec === null || phase === 'Waiting') return [];
	return [{pointer: '/status/lastAppliedSpec', op: 'differs', value: lastAppliedSpec}];
}
