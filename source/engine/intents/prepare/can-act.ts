import type {ReleaseKey} from '../../../domain/cluster/keys.ts';
import type {WatchedKind} from '../../../domain/cluster/kube-object.ts';
import {unreadRefusal} from '../../../domain/cluster/read-object.ts';
import type {Direction} from '../../../domain/release/plan.ts';
import {type Refusal, refuse} from '../../../domain/release/refusal.ts';
import type {Release} from '../../../domain/release/release.ts';
import {type Verb, verb} from '../../../domain/release/verb.ts';
import {err, ok, type Result} from '../../../domain/result.ts';
import {ident, safe} from '../../../domain/text/safe-text.ts';
import type {Answers, Operation} from '../../../releases/contract.ts';
import {clusterFreshness, isTrusted, metricsFreshness, unansweredBecause} from '../../evidence/freshness.ts';
import {whichMeshOf} from '../../evidence/which-mesh.ts';
import {trafficOf, warningsOf} from '../../questions/poll.ts';
import {isInFlight} from '../../state/intent.ts';
import type {State} from '../../state/state.ts';
import {backendOf, currentScreen, type EngineContext} from '../../world/context.ts';
import {possibleOwnerRefusal} from '../../world/not-understood.ts';
import {missingPermission} from './missing-permission.ts';
import {operationOf} from './operation.ts';

/** Whether a verb may be asked for now. The refusal says what to do next; it stands beside the dimmed key. */
export function canAct(
	context: EngineContext,
	state: State,
	key: ReleaseKey | null,
	verb: Verb,
	answers: Answers = [],
): Result<{readonly release: Release; readonly operation: Operation}, Refusal> {
	if (currentScreen(context, state).isPast) return refuse('past-release', safe`this is a past release: verbs are off`);
	if (key === null) return refuse('no-selection', safe`select a release first`);
	const release = context.derive.releases(state).get(key);
	if (!release) return refuse('not-there', safe`the release is not there: deleted, or not read yet`);
	if (release.notUnderstood) return err(unreadRefusal(release.notUnderstood));
	const backend = backendOf(context, release.backend);
	const operation = operationOf(context, state, release, verb);
	if (!operation) return refuse('not-supported', backend.unsupported[verb] ?? safe`not supported by ${backend.title}`);
	// The verb would act on data other than the frozen data on screen; the way back thaws the display first.
	if (state.frozen && verb !== 'back') return refuse('display-frozen', displayIsFrozen);
	const possible = context.derive.possibleOwners(state).get(release.key);
	if (possible) return err(possibleOwnerRefusal(possible));
	const owner = context.derive.claims(state).get(release.key);
	if (owner) return refuse('owned', safe`owned by ${owner}: its own verbs apply, not these`);
	const unread = unreadOwner(state, release, backend.owners ?? []);
	if (unread) {
		const {kind, id} = unread;
		return refuse('owner-unknown', safe`whether a ${ident(kind)} owns it is not known: needs list ${ident(id)}`);
	}
	const closed = closedTo(context, state, release, operation.direction);
	if (closed) return {ok: false, error: closed};
	const can = operation.can(release, answers);
	if (!can.ok) return can;
	const missing = missingPermission(state, release, operation);
	return missing ? refuse('permission-missing', missing) : ok({release, operation});
}

const displayIsFrozen = safe`the display is frozen: ${verb('freeze')} first`;

/** A kind that may own the release and that perch may not read in the release's namespace. */
function unreadOwner({cluster}: State, {namespace}: Release, owners: readonly WatchedKind[]): WatchedKind | undefined {
	return owners.find(({id}) => {
		const watches = Object.values(cluster.watches).filter(
			({request}) => request.kind.id === id && (request.namespace ?? namespace) === namespace,
		);
		return watches.length > 0 && watches.every(({error}) => error?.kind === 'forbidden');
	});
}

/** Why nothing in this direction may be done to the release now; null when it may. */
export function closedTo(context: EngineContext, state: State, release: Release, direction: Direction): Refusal | null {
	return writesAreOff(state) ?? guardOf(context, state, release, direction) ?? lockOf(state, release, direction);
}

/** Reasons that hold for every verb. */
function writesAreOff(state: State): Refusal | null {
	const {settings, target} = state.session;
	const {columns, rows} = state.screen.size;
	if (settings.readOnlyBecause) return {code: 'read-only', reason: settings.readOnlyBecause};
	if (settings.isReadOnly || target.isReadOnly) return {code: 'read-only', reason: safe`read-only`};
	if (columns < 40 || rows < 10)
		return {code: 'terminal-too-small', reason: safe`the terminal is too small to see what would happen`};
	return null;
}

/** Toward the canary the cluster's data and the metrics must be fresh; toward stable a live read is enough, and
 * the dialog makes one. */
function guardOf(context: EngineContext, state: State, release: Release, direction: Direction): Refusal | null {
	if (direction === 'towardStable') return null;
	if (state.defect)
		return {code: 'perch-failed', reason: safe`perch itself failed (${state.defect}): restart it first`};
	const cluster = clusterFreshness(state);
	if (!isTrusted(cluster))
		return {code: 'cluster-not-fresh', reason: unansweredBecause(state) ?? safe`the cluster's data is not fresh`};
	if (!isWatched(state, release))
		return {code: 'release-not-fresh', reason: safe`the release itself is not up to date: its watch is failing`};
	const metrics = metricsFreshness(state);
	if (!isTrusted(metrics)) {
		const what = metrics.state === 'none' ? metrics.problem : null;
		return {code: 'metrics-not-fresh', reason: safe`no fresh metrics: ${what ?? safe`nobody can see what it does`}`};
	}
	// A sample's age alone is no figure.
	if (trafficOf(state.metrics) === null)
		return {code: 'metrics-not-fresh', reason: safe`no figures yet: nobody can see what it does`};
	if (warningsOf(state.metrics).length > 0) return {code: 'metrics-partial', reason: safe`the metrics are partial`};
	const whichMesh = whichMeshOf(context, state, release.key);
	return whichMesh && {code: 'which-mesh', reason: whichMesh};
}

/** Whether a watch of the release's kind is live; the API server may answer while that watch does not. */
function isWatched({cluster}: State, {ref}: Release): boolean {
	return Object.values(cluster.watches).some(
		({request, status}) =>
			status === 'live' && request.kind.id === ref.kindId && (request.namespace ?? ref.namespace) === ref.namespace,
	);
}

/** While a request for the release is under way, no verb is allowed; while its outcome or its effect is open,
 * none toward the canary. */
function lockOf(state: State, release: Release, direction: Direction): Refusal | null {
	for (const intent of state.intents) {
		if (intent.release.key !== release.key || intent.release.uid !== release.uid) continue;
		const isBusy =
			intent.phase.kind === 'recording' || intent.phase.kind === 'rechecking' || intent.phase.kind === 'sending';
		if (isBusy) return {code: 'request-under-way', reason: safe`a request is under way`};
		if (direction === 'towardStable') continue;
		if (intent.phase.kind === 'unconfirmed' || intent.phase.kind === 'unknown') {
			return {
				code: 'outcome-unknown',
				reason: safe`it is unknown whether the last request was carried out: look first, ${verb('back')} still works`,
			};
		}
		if (isInFlight(intent)) return {code: 'effect-awaited', reason: safe`the last request has not taken effect yet`};
	}
	return null;
}
