import {ok, type Result} from '../../../source/domain/result.ts';
import {ident} from '../../../source/domain/text/safe-text.ts';
import type {AgedFigures} from '../../../source/engine/questions/past-canaries/aged-figures.ts';
import {type PastCanaries, pastCanaries} from '../../../source/engine/questions/past-canaries/past-canaries.ts';
import {type PastCanary, pastCanary} from '../../../source/engine/questions/past-canaries/past-canary.ts';
import type {MetricsError} from '../../../source/ports/metrics.ts';
import type {AskedOf} from './told.ts';
import type {World} from './world.ts';

/** What each canary before the present one did by its age, in steps of a minute, the newest first. */
export type CanariesBefore = Result<readonly (readonly AgedFigures[])[], MetricsError>;

const dayMs = 86_400_000;
const stepSeconds = 60;

/** The answer to a question about the canaries before, of which one came each day; null to any other. */
export function toldOfCanaries(
	question: string,
	asked: unknown,
	{canariesBefore}: World,
): Result<PastCanaries | PastCanary, MetricsError> | null {
	if (question !== pastCanaries.id && question !== pastCanary.id) return null;
	if (!canariesBefore.ok) return canariesBefore;
	const {value} = canariesBefore;
	return ok(
		question === pastCanaries.id
			? foundOf(asked as AskedOf<typeof pastCanaries>, value.length)
			: figuresOf(asked as AskedOf<typeof pastCanary>, value),
	);
}

function foundOf({canary, canaryFromMs, roles}: AskedOf<typeof pastCanaries>, count: number): PastCanaries {
	const found = Array.from({length: count}, (_, at) => {
		const fromMs = canaryFromMs - (at + 1) * dayMs;
		return {version: ident(`v${at + 1}`), fromMs, toMs: fromMs + dayMs / 4};
	});
	return {canary, names: {scheme: 'label', services: roles}, found, beganMs: canaryFromMs};
}

function figuresOf(
	{release, canary}: AskedOf<typeof pastCanary>,
	canaries: readonly (readonly AgedFigures[])[],
): PastCanary {
	const figures = canaries[Number(canary.version.slice(1)) - 1] ?? [];
	return {release, fromMs: canary.fromMs, stepSeconds, figures};
}
