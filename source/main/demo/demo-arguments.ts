import type {Scale} from '../../demo/scale/scale.ts';
import {type DemoFault, demoFaults, isDemoFault} from './demo-faults.ts';
import type {DemoMesh} from './demo-meshes.ts';
import {type DemoUser, demoUsers, isDemoUser} from './demo-users.ts';

export interface DemoArguments {
	readonly seed: number;
	readonly speed: number;
	readonly fault: DemoFault | null;
	readonly isServe: boolean;
	readonly isTour: boolean;
	/** The mesh whose metrics the demo's Prometheus has. */
	readonly mesh: DemoMesh;
	readonly user: DemoUser;
	/** Null: only the shop. */
	readonly scale: Scale | null;
}

interface DemoFlags {
	readonly seed: number | undefined;
	readonly speed: number | undefined;
	readonly fault: string | undefined;
	readonly serve: boolean | undefined;
	readonly tour: boolean | undefined;
	readonly user: string | undefined;
	readonly services: number | undefined;
	readonly releases: number | undefined;
	readonly pods: number | undefined;
	readonly churn: number | undefined;
}

/** The flags of the demo; a text says what is wrong with them. */
export function demoArguments(flags: DemoFlags, mesh: DemoMesh, isDemo: boolean): DemoArguments | string {
	const {fault, user = 'admin'} = flags;
	if (fault !== undefined && !isDemoFault(fault))
		return `There is no fault "${fault}": choose from ${Object.keys(demoFaults).join(', ')}.`;
	if (!isDemoUser(user)) return `There is no user "${user}" in the demo: choose from ${demoUsers.join(', ')}.`;
	const scale = scaleOf(flags, isDemo);
	if (typeof scale === 'string') return scale;
	return {
		seed: flags.seed ?? 1,
		speed: flags.speed ?? 1,
		fault: fault ?? null,
		isServe: flags.serve ?? false,
		isTour: flags.tour ?? false,
		mesh,
		user,
		scale,
	};
}

/** Three releases for a hundred services, as in large clusters, but never fewer than the shop has. */
const usualReleases = (services: number): number => Math.max(10, Math.round(services * 0.03));
const usualPods = 2;

function scaleOf({services, releases, pods, churn}: DemoFlags, isDemo: boolean): Scale | null | string {
	const given = Object.entries({services, releases, pods, churn}).filter(([, value]) => value !== undefined);
	const [[first = ''] = []] = given;
	if (given.length === 0) return null;
	if (!isDemo) return `--${first} is for perch demo.`;
	const leastOf = (name: string) => (name === 'churn' ? 0 : 1);
	const odd = given.find(([name, value]) => !(Number.isInteger(value) && Number(value) >= leastOf(name)));
	if (odd) return `--${odd[0]} takes a whole number, ${leastOf(odd[0])} or more.`;
	if (services === undefined) return `--${first} needs --services: how many there are in all.`;
	return {services, releases: releases ?? usualReleases(services), pods: pods ?? usualPods, churn: churn ?? 0};
}
