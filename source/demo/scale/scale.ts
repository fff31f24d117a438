import {flaggerServices} from '../world/services/flagger-services.ts';
import {shopServices} from '../world/services.ts';

/** How many objects there are beside those of the shop's own stories. */
export interface Scale {
	/** Services in all, the shop's included; a release's Services for its versions are not counted. */
	readonly services: number;
	/** Rollouts and Canaries in all, the shop's included. */
	readonly releases: number;
	/** Pods of each workload. */
	readonly pods: number;
	/** Changes of Deployments a second. */
	readonly churn: number;
}

/** Prometheus' own Service and the load tester's have no versions. */
const serviceCount = shopServices.length + 2;
const releaseCount = shopServices.filter(({workload}) => workload.startsWith('argo-')).length + flaggerServices.length;
const mostServices = 20_000;

/** How many services and releases are to be generated. */
export function generatedCounts({services, releases}: Scale): {readonly services: number; readonly releases: number} {
	return {services: services - serviceCount, releases: releases - releaseCount};
}

/** What is wrong with the scale, with what to do instead; null where nothing is. */
export function troubleWith(scale: Scale): string | null {
	const {services, releases, pods, churn} = scale;
	if (services < serviceCount) return `--services takes ${serviceCount} or more: the shop has ${serviceCount}.`;
	if (services > mostServices) return `--services takes ${mostServices} at most.`;
	if (releases < releaseCount) return `--releases takes ${releaseCount} or more: the shop has ${releaseCount}.`;
	const generated = generatedCounts(scale);
	if (generated.releases > generated.services)
		return `--releases takes ${generated.services + releaseCount} at most with --services ${services}: each is of one service.`;
	if (churn > 0 && pods < 2) return '--churn needs --pods 2 or more: with one pod each change takes a service down.';
	return null;
}

/** How large the heaps of the two processes may get, in MB: about twice what they hold. Without a limit Node lets garbage
 * of two large answers stand beside it. */
export function heapLimits({services, pods}: Scale): {readonly api: number; readonly prometheus: number} {
	return {
		api: Math.round(250 + 0.01 * services + 0.012 * services * pods),
		prometheus: Math.round(250 + 0.04 * services),
	};
}
