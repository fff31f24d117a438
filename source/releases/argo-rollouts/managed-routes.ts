import type {Snapshot} from '../../domain/cluster/kube-object.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {CanaryStep} from '../../kinds/argo-rollouts/canary-step.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {writtenManagedRoutes} from './route-places.ts';
import {hasCanary, isAbortAsked} from './situation.ts';

/**
 * The header and mirror routes that send requests to the canary. If perch can read the route object, those that
 * it contains, because a jump can skip the step that sets or removes a route. Otherwise those that the steps so
 * far have set.
 */
export function activeRoutes(rollout: RolloutObject, snapshot: Snapshot): readonly ManagedRoute[] {
	const {canary, status} = rollout;
	if (!canary?.router || !hasCanary(rollout)) return [];
	const {managedRoutes} = canary.router;
	const written = writtenManagedRoutes(rollout, snapshot);
	if (written !== null) {
		const setting = canary.steps.filter(isManagedRoute).filter(isSet);
		return managedRoutes
			.filter(name => written.includes(name))
			.flatMap(name => setting.findLast(step => step.name === name) ?? []);
	}
	if (status.promoteFull || (status.abort && !isAbortAsked(rollout))) return [];
	const passed = canary.steps.slice(0, (status.stepIndex ?? 0) + 1).filter(isManagedRoute);
	return passed.filter((step, at) => isSet(step) && !passed.slice(at + 1).some(({name}) => name === step.name));
}

/** What makes a comparison of the versions wrong: `header route`, `mirror`; null while none is set. */
export function incomparableBy(routes: readonly ManagedRoute[]): SafeText | null {
	const hasHeader = routes.some(({kind}) => kind === 'headerRoute');
	const hasMirror = routes.some(({kind}) => kind === 'mirrorRoute');
	if (hasHeader) return hasMirror ? safe`header route, mirror` : safe`header route`;
	return hasMirror ? safe`mirror` : null;
}

/** `x-beta=yes goes to the canary`, `35% is mirrored to it`. */
export function routeText(route: ManagedRoute): SafeText {
	if (route.kind === 'mirrorRoute') return safe`${route.percent}% is mirrored to the canary`;
	const [first, ...others] = route.matches;
	const matches = others.reduce((text, match) => safe`${text} or ${match}`, first ?? safe`nothing`);
	return safe`${matches} goes to the canary`;
}

export type ManagedRoute = Extract<CanaryStep, {kind: 'headerRoute' | 'mirrorRoute'}>;

function isManagedRoute(step: CanaryStep): step is ManagedRoute {
	return step.kind === 'headerRoute' || step.kind === 'mirrorRoute';
}

/** A step without a match removes its route. */
function isSet(step: ManagedRoute): boolean {
	return step.kind === 'headerRoute' ? step.matches.length > 0 : step.isMatched;
}
