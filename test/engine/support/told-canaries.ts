import {ident} from '../../../source/domain/safe-text.ts';
import type {PastCanaries, pastCanaries} from '../../../source/engine/questions/past-canaries.ts';
import type {PastCanary, pastCanary} from '../../../source/engine/questions/past-canary.ts';
import type {AskedOf} from './told.ts';
import type {World} from './world.ts';

const dayMs = 86_400_000;
/** Seconds between two ages of the world's canaries. */
const stepSeconds = 60;

/** One each day before the present canary. */
export function pastCanariesOf(
	{canary, canaryFromMs, roles}: AskedOf<typeof pastCanaries>,
	world: World,
): PastCanaries {
	const found = world.pastCanaries.map((_, at) => {
		const fromMs = canaryFromMs - (at + 1) * dayMs;
		return {version: ident(`v${at + 1}`), fromMs, toMs: fromMs + dayMs / 4};
	});
	return {canary, names: {scheme: 'label', services: roles}, found, beganMs: canaryFromMs};
}

export function pastCanaryOf({release, canary}: AskedOf<typeof pastCanary>, world: World): PastCanary {
	const at = Number(canary.version.slice(1)) - 1;
	return {release, fromMs: canary.fromMs, stepSeconds, figures: world.pastCanaries[at] ?? []};
}
