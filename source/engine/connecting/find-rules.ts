import {quoted, type SeriesScope} from '../../domain/signals/series-scope.ts';
import {type RulesInUse, rulesHealth} from '../../meshes/rules/by-rules.ts';
import type {MetricsPort} from '../../ports/metrics.ts';
import type {RulesUnused} from '../state/metrics-state.ts';
import type {PresentMesh} from './detect-meshes.ts';

/** Which recording rules answer for a mesh; null for one without such rules. */
export interface RulesFound {
	readonly rules: RulesInUse | null;
	/** Why those that are there do not answer. */
	readonly unused: RulesUnused | null;
}

/** A mesh, and which of its series are asked. */
type Measured = Pick<PresentMesh, 'mesh' | 'recorded' | 'otherwiseRecorded'> & {readonly scope: SeriesScope};

/** One window holds for all figures: that of the rules may be so much longer than the one that perch would take. */
const longerAtMost = 2;
/** Rates over a minute suit every shorter one too. */
const leastLongestSeconds = 60;
/** Records are counted over so long to tell how far apart they are. */
const countedSeconds = 600;
/** A window holds four scrapes, so that one missed scrape does not empty it. */
export const scrapesPerWindow = 4;
/** A record is fresh for three evaluations, as one of them may be late and one may fail. */
const evaluationsMissed = 3;

const partLabel = 'part';
const parts = ['age', 'records', 'apart'] as const;

/** The window of the rules that perch would read by, if they are evaluated; null where none suits. */
export function windowOfRules(meshes: readonly Measured[], windowSeconds: number): number | null {
	const longest = Math.max(longerAtMost * windowSeconds, leastLongestSeconds);
	const fitting = meshes
		.flatMap(({recorded}) => recorded.map(one => one.windowSeconds))
		.filter(seconds => seconds >= windowSeconds && seconds <= longest);
	return fitting.length === 0 ? null : Math.min(...fitting);
}

/** Asks whether the rules over this window are evaluated now: one small question for each mesh that has them. Where it
 * fails, perch reads the series themselves. */
export async function findRules(
	measured: Measured,
	windowSeconds: number | null,
	port: MetricsPort,
	signal: AbortSignal,
): Promise<RulesFound> {
	const {mesh, recorded, scope} = measured;
	const [shortest] = recorded;
	const found = recorded.find(one => one.windowSeconds === windowSeconds);
	const unusedOver = (seconds: number, because: RulesUnused['because'], ageSeconds: number | null = null) => ({
		rules: null,
		unused: {mesh: mesh.id, because, windowSeconds: seconds, ageSeconds},
	});
	const [other] = measured.otherwiseRecorded ?? [];
	if (!shortest) return other === undefined ? {rules: null, unused: null} : unusedOver(other, 'form');
	if (!found) return unusedOver(shortest.windowSeconds, 'window');
	const unused = (because: RulesUnused['because'], ageSeconds: number | null = null) =>
		unusedOver(found.windowSeconds, because, ageSeconds);
	const health = rulesHealth(mesh, scope, found.windowSeconds, countedSeconds);
	const promql = parts.map(part => `label_replace(${health[part]},"${partLabel}",${quoted(part)},"","")`).join(' or ');
	const answer = await port.instant({promql}, signal);
	if (!answer.ok) return unused('unanswered');
	const told = (part: (typeof parts)[number]) =>
		answer.value.samples.find(({labels}) => labels[partLabel] === part)?.value ?? null;
	const [ageSeconds, records, apart] = [told('age'), told('records'), told('apart')];
	if (ageSeconds === null || records === null) return unused('stale');
	const everySeconds = countedSeconds / records;
	if (everySeconds > 2 * found.windowSeconds) return unused('few');
	const freshSeconds = evaluationsMissed * Math.max(found.windowSeconds / scrapesPerWindow, everySeconds);
	if (ageSeconds >= freshSeconds) return unused('stale', ageSeconds);
	if (scope.copiesBy.length > 0 && apart === null) return unused('copies');
	return {rules: {...found, freshSeconds: Math.ceil(freshSeconds)}, unused: null};
}
