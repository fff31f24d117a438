import type {KubeObject, ObjectRef, RawObject, Snapshot} from '../../../domain/cluster/kube-object.ts';
import {readObject, type UnreadObject, unreadRefusal} from '../../../domain/cluster/read-object.ts';
import type {Plan} from '../../../domain/release/plan.ts';
import {type Refusal, refuse} from '../../../domain/release/refusal.ts';
import type {Release} from '../../../domain/release/release.ts';
import {err, ok, type Result} from '../../../domain/result.ts';
import {ident, safe} from '../../../domain/text/safe-text.ts';
import type {Intent} from '../../state/intent.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import {backendOf, type EngineContext, kindById} from '../../world/context.ts';
import {askedOf, possibleOwner, possibleOwnerRefusal} from '../../world/not-understood.ts';
import {overlay} from '../../world/snapshot.ts';
import {writtenAt} from '../../world/written-at.ts';
import {operationOf} from './operation.ts';

/** The release assembled from its live objects, and from watched objects for the rest. `refs` name the objects
 * of `live`, the release's own first. */
export function liveRelease(
	context: EngineContext,
	state: State,
	intent: Intent,
	refs: readonly ObjectRef[],
	live: readonly (RawObject | null)[],
): Result<Release, Refusal> {
	const backend = backendOf(context, intent.release.backend);
	const [raw] = live;
	if (!raw) return refuse('not-there', safe`${intent.release.namespace}/${intent.release.name} is gone`);
	const readings = readAll(context, refs, live);
	for (const reading of readings) if (reading && !reading.ok) return err(unreadRefusal(reading.error));
	const objects = readings.map(reading => (reading?.ok ? reading.value : null));
	const anchor = objects[0];
	if (!anchor) return refuse('not-understood', safe`perch does not read a ${ident(backend.anchor.kind)}`);
	// Writes are tested against the uid.
	if (anchor.metadata.uid === '')
		return refuse('not-understood', safe`it has no uid: another of its name could not be told apart`);
	if (anchor.metadata.uid !== intent.release.uid) {
		const {namespace, name} = intent.release;
		return refuse('object-changed', safe`${namespace}/${name} was deleted and made anew`);
	}
	const watched = context.derive.snapshot(state);
	const known = watched.get(backend.anchor, anchor.metadata.namespace, anchor.metadata.name);
	const claim = backend.ownedBy(anchor, watched);
	if (claim) return refuse('owned', safe`${claim.owner} owns it now: its own verbs apply`);
	const possible = possibleOwner(context.backends, backend, watched, anchor);
	if (possible) return err(possibleOwnerRefusal(possible));
	const nowMs = serverTime(state);
	const arrivedAtMs = known?.metadata.resourceVersion === anchor.metadata.resourceVersion ? null : nowMs;
	const snapshot = refs.reduce<Snapshot>((base, {kindId}, at) => {
		const [kind, object] = [kindById(context, kindId), objects[at]];
		return kind && object ? overlay(base, kind, object) : base;
	}, watched);
	const asked = askedOf(snapshot, watched.unread, anchor);
	const release = backend.assemble(writtenAt(anchor, arrivedAtMs), asked.snapshot, nowMs);
	const missed = asked.missed();
	return missed ? err(unreadRefusal(missed)) : ok(release);
}

/** The live objects as their schemas read them, in the order of `refs`; null where an object is missing or
 * perch does not read its kind. */
function readAll(
	context: EngineContext,
	refs: readonly ObjectRef[],
	live: readonly (RawObject | null)[],
): readonly (Result<KubeObject, UnreadObject> | null)[] {
	return refs.map(({kindId}, at) => {
		const kind = kindById(context, kindId);
		const raw = live[at];
		return kind && raw ? readObject(kind, raw) : null;
	});
}

/** The plan of the intent's verb on the live objects. */
export function planOn(
	context: EngineContext,
	state: State,
	intent: Intent,
	release: Release,
	live: readonly (RawObject | null)[],
): Result<Plan, Refusal> {
	const operation = operationOf(context, state, release, intent.verb);
	if (!operation) return refuse('not-supported', safe`not supported`);
	const can = operation.can(release, intent.answers);
	if (!can.ok) return can;
	return operation.plan({release, answers: intent.answers, live, nowMs: serverTime(state)});
}
