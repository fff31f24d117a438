import {buildWorld} from '../../../source/demo/world/build.ts';
import type {Stored} from '../../../source/demo/world/manifests/manifests.ts';

const built = new Map<string, readonly Stored[]>();

/** The demo's world of seed 7 at that time. It is built once for a test file, because no test changes its objects. */
export function builtWorld(nowMs: number, speed = 1): readonly Stored[] {
	const key = `${nowMs}/${speed}`;
	const world = built.get(key) ?? buildWorld({seed: 7, nowMs, speed});
	built.set(key, world);
	return world;
}
