import type {Snapshot} from '../../domain/kube-object.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {CanaryStep} from './canary-step.ts';
import type {RolloutObject} from './rollout.ts';
import {virtualServicesOf} from './route-weight.ts';
import {hasCanary, isAbortAsked} from './situation.ts';

/**
 * The header and mirror routes that the steps so far have set: they stay until a step takes them away, or the release
 * ends. Where the route object can be read, only those that are in it.
 */
export function activeRoutes(rollout: RolloutObject, snapshot: Snapshot): readonly ManagedRoute[] {
	const {canary, status} = rollout;
	const isEnding = status.promoteFull || (status.abort && !isAbortAsked(rollout));
	if (!canary?.router || !hasCanary(rollout) || isEnding) return [];
	const passed = canary.steps.slice(0, (status.stepIndex ?? 0) + 1).filter(isManagedRoute);
	const set = passed.filter((step, at) => isSet(step) && !passed.slice(at + 1).some(({name}) => name === step.name));
	const written = virtualServicesOf(rollout, snapshot).flatMap(({object}) => object.routes.map(({name}) => name));
	return written.length === 0 ? set : set.filter(({name}) => written.includes(name));
}

/** `header route`, `mirror`; null while none of them is set. */
export function incomparableBy(routes: readonly ManagedRoute[]): SafeText | null {
	const hasHeader = routes.some(({kind}) => kind === 'headerRoute');
	const hasMirror = routes.some(({kind}) => kind === 'mirrorRoute');
	if (hasHeader) return hasMirror ? safe`header route, mirror` : safe`header route`;
	return hasMirror ? safe`mirror` : null;
}

type ManagedRoute = Extract<CanaryStep, {kind: 'headerRoute' | 'mirrorRoute'}>;

function isManagedRoute(step: CanaryStep): step is ManagedRoute {
	return step.kind === 'headerRoute' || step.kind === 'mirrorRoute';
}

/** Without a match the step takes its route away. */
function isSet(step: ManagedRoute): boolean {
	return step.kind === 'headerRoute' ? step.matches.length > 0 : step.isMatched;
}
