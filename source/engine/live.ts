import {parseObject, type RawObject} from '../domain/kube-object.ts';
import type {Plan, Refusal} from '../domain/plan.ts';
import type {Release} from '../domain/release.ts';
import {err, ok, type Result} from '../domain/result.ts';
import {safe} from '../domain/safe-text.ts';
import {backendOf, type EngineContext} from './context.ts';
import {serverTime} from './derive.ts';
import type {Intent} from './intent.ts';
import {operationOf} from './operation.ts';
import {overlay} from './snapshot.ts';
import type {State} from './state.ts';
import {writtenAt} from './written-at.ts';

/** The release as its live object says, everything else as watched. */
export function liveRelease(
	context: EngineContext,
	state: State,
	intent: Intent,
	live: readonly (RawObject | null)[],
): Result<Release, Refusal> {
	const backend = backendOf(context, intent.release.backend);
	const [raw] = live;
	if (!raw) return err({reason: safe`${intent.release.namespace}/${intent.release.name} is gone`});
	const anchor = parseObject(backend.anchor, raw);
	if (!anchor) return err({reason: safe`the object could not be read: it is not of the expected shape`});
	if (anchor.metadata.uid !== intent.release.uid) {
		return err({reason: safe`${intent.release.namespace}/${intent.release.name} was deleted and made anew`});
	}
	const watched = context.derive.snapshot(state);
	const known = watched.get(backend.anchor, anchor.metadata.namespace, anchor.metadata.name);
	const nowMs = serverTime(state);
	const arrivedAtMs = known?.metadata.resourceVersion === anchor.metadata.resourceVersion ? null : nowMs;
	const snapshot = overlay(watched, backend.anchor, anchor);
	return ok(backend.assemble(writtenAt(anchor, arrivedAtMs), snapshot, nowMs));
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
	if (!operation) return err({reason: safe`not supported`});
	const can = operation.can(release, intent.answers);
	if (!can.ok) return can;
	return operation.plan({release, answers: intent.answers, live, nowMs: serverTime(state)});
}
