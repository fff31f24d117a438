import type {Release} from '../../../domain/release/release.ts';
import {type WhereItFails, whereItFails} from '../../../judge/where-it-fails.ts';
import {warningsOf} from '../../questions/poll.ts';
import {slicesOf} from '../../questions/slices.ts';
import {isSameJudged} from '../../state/release-evidence.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {releaseTraffic} from '../comparison/release-traffic.ts';
import {isTrusted, metricsFreshness} from '../freshness.ts';
import {convictedErrors} from './convicted-errors.ts';
import {slicedWholes} from './sliced-wholes.ts';
import {versionSlices} from './version-slices.ts';

/** It is asked once a minute: an older answer is of a question that was not answered since. */
const oldMs = 150_000;

/** Where the extra failures of a canary are that is worse by its failures. Null where they are not clearly anywhere, and
 * where the answer is missing, failed, old, partial, or of another canary or weight. */
export function whereOf(context: EngineContext, state: State, release: Release): WhereItFails | null {
	const {metrics} = state;
	const told = slicesOf(metrics, release.key);
	if (!told || !isSameJudged(told, release) || serverTime(state) - told.atMs > oldMs) return null;
	if (!isTrusted(metricsFreshness(state)) || warningsOf(metrics).length > 0) return null;
	const convicted = convictedErrors(context, state, release);
	const row = releaseTraffic(context, state, release);
	// The onset moves by a row or two as rows come; the weight must not have changed since.
	if (!convicted || !row || told.sinceMs < convicted.changedMs) return null;
	const {phi} = convicted;
	const {viewpoint, mesh} = row;
	const {derive} = context;
	const index = derive.anchors(state);
	return derive.rememberWhile(state, `where ${release.key}`, [told, index, release, phi, viewpoint, mesh], () => {
		const samples = told.told.flatMap(one => (mesh === undefined || one.mesh === mesh ? one.samples : []));
		return whereItFails(slicedWholes(versionSlices(release, index, samples), {viewpoint, phi}));
	});
}
