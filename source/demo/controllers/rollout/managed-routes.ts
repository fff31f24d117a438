import type {VirtualService} from '../kube-types.ts';
import {available, isAborted, isFullyPromoted, type Pass, revisionOf, tell} from './pass.ts';
import type {CanaryStep} from './rollout-types.ts';
import {currentStep} from './steps.ts';

type HttpRoute = VirtualService['spec']['http'][number];

/** The HTTP routes, with the header routes of the steps in front, as Argo Rollouts keeps them: a step adds or
 * removes one route; all are removed when the release ends or its canary has no pods. */
export function withManagedRoutes(pass: Pass, {metadata, spec}: VirtualService): readonly HttpRoute[] {
	const {rollout} = pass;
	const {managedRoutes = []} = rollout.spec.strategy.canary?.trafficRouting ?? {};
	if (managedRoutes.length === 0) return spec.http;
	const names = managedRoutes.map(({name}) => name);
	const own = spec.http.filter(({name}) => !names.includes(name ?? ''));
	const managed = spec.http.filter(({name}) => names.includes(name ?? ''));
	const isOver = isFullyPromoted(pass) || isAborted(pass) || available(pass.newRS) === 0;
	if (isOver || rollout.status?.promoteFull === true) {
		if (managed.length === 0) return spec.http;
		tell(pass, 'Updated VirtualService', `VirtualService \`${metadata.name}\` removed all managed routes.`);
		return own;
	}
	const step = currentStep(rollout)?.setHeaderRoute;
	if (step === undefined || revisionOf(pass.newRS) < 2) return spec.http;
	const asked = headerRoute(pass, step);
	const present = managed.find(({name}) => name === step.name);
	if (JSON.stringify(present ?? null) === JSON.stringify(asked)) return spec.http;
	const kept = managed.filter(({name}) => name !== step.name);
	if (asked !== null)
		tell(pass, 'Updated VirtualService', `VirtualService \`${metadata.name}\` set headerRoute '${step.name}'`);
	const all = asked === null ? kept : [...kept, asked];
	return [...names.flatMap(name => all.filter(route => route.name === name)), ...own];
}

/** Null when the step has no match: it removes the route. */
function headerRoute({rollout}: Pass, {name, match = []}: NonNullable<CanaryStep['setHeaderRoute']>): HttpRoute | null {
	if (match.length === 0) return null;
	const host = rollout.spec.strategy.canary?.canaryService ?? '';
	return {
		name,
		match: match.map(({headerName, headerValue}) => ({headers: {[headerName]: headerValue}})),
		route: [{destination: {host}, weight: 100}],
	};
}
