import type {HistoryAsked} from '../backtest/history-asked.ts';
import type {CannotBacktest} from '../backtest/report.ts';
import type {AnchorKey, ReleaseKey} from '../domain/cluster/keys.ts';
import type {Revision} from '../domain/release/revision.ts';
import {err, ok, type Result} from '../domain/result.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {namedPlainly} from '../traffic/named-plainly.ts';
import {mayMean, namesOf} from '../traffic/unresolved-names.ts';
import {byRole} from '../traffic/versions/version-names.ts';
import {failuresNow, settingsNow} from './evidence/rows/chosen-for.ts';
import {servicesOfRow} from './lists/visible.ts';
import {newestSampleMs} from './questions/sample-age.ts';
import {serverTime} from './state/server-time.ts';
import type {State} from './state/state.ts';
import type {EngineContext} from './world/context.ts';
import {meshOrder} from './world/derive.ts';

/** What is read of a release's history, but who is asked: what the cluster says of it now, and which samples are its
 * own. The error says why its history tells of no release. */
export function historyOf(
	context: EngineContext,
	state: State,
	releaseKey: ReleaseKey,
): Result<Omit<HistoryAsked, 'asker'>, CannotBacktest> {
	const {derive} = context;
	const release = derive.releases(state).get(releaseKey);
	if (!release) return err({kind: 'gone'});
	if (release.strategy === 'blueGreen') return err({kind: 'blueGreen'});
	const key: AnchorKey = derive.rows(state).byRelease.get(release.key) ?? release.key;
	const index = derive.pastAnchors(state);
	const {revisions} = release;
	const [stable, canary] = [release.stable, release.canary].map(of => revisions.find(one => one.key === of));
	const desired = stable?.pods.desired;
	const newestMs = newestSampleMs(state.metrics) ?? Number.POSITIVE_INFINITY;
	return ok({
		release,
		services: servicesOfRow(context, state, key),
		ownOf: samples =>
			samples
				.filter(({identity}) => index.anchorOfIdentity(identity)?.key === key)
				.map(sample => namedPlainly(sample, index.servicesOfTold)),
		mayBeOwn: told => index.anchorOfTold(told) === null && mayMean(told.text, namesOf(release)),
		order: meshOrder(state),
		nameOf: (version, isNow) =>
			(isNow && version === byRole.canary ? canary : revisions.find(one => isCalled(one, version)))?.tag ?? version,
		stablePods: typeof desired === 'number' ? desired : null,
		settings: settingsNow(state, release).settings,
		rule: failuresNow(context, state, release).chosen?.rule ?? null,
		newestMs: Math.min(newestMs, serverTime(state)),
	});
}

/** Linkerd names a version by the hash of its template, and a workload by the ReplicaSet that ends in it. */
function isCalled({hash, holder}: Revision, version: SafeText): boolean {
	return version === hash || version === holder || version.endsWith(`-${hash}`);
}
