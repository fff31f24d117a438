import {revisionKey} from '../../../domain/cluster/keys.ts';
import type {KubeObject, RawObject} from '../../../domain/cluster/kube-object.ts';
import {readObject, unreadRefusal} from '../../../domain/cluster/read-object.ts';
import type {Direction, Effect, Plan} from '../../../domain/release/plan.ts';
import {type Refusal, refuse} from '../../../domain/release/refusal.ts';
import {err, ok, type Result} from '../../../domain/result.ts';
import {sameValue} from '../../../domain/same-value.ts';
import {line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {checked} from '../../common/checked.ts';
import {patches} from '../../common/permissions.ts';
import {backRefusal} from '../../common/way-back.ts';
import {leftText, weightsOf} from '../back.ts';
import {type EntryWeights, pinsTo, type RouteOperation, type RouteRelease, type RouteRequest} from '../detail.ts';
import {destinationOf} from '../facts.ts';
import {type NamedEntry, namedEntries} from '../named-entries.ts';
import type {RouteKind} from '../route-kind.ts';
import {caveatsOf} from './caveats.ts';
import {type Choice, readAnswers, shareOf, sharesText, type WeightVerb} from './choose.ts';
import {decideWeights, movesBetween, moveText} from './decide-weights.ts';
import {weightsAfter, weightsStep} from './weights-patch.ts';

/** The operation of a verb that moves weights, for one kind of route. */
export function weightOperation<T extends KubeObject>(kind: RouteKind<T>, how: WeightVerb): RouteOperation {
	return checked({
		// The direction depends on the percentage, which is not known yet: the plan tells the final direction.
		direction: how.verb === 'back' ? 'towardStable' : 'towardCanary',
		can: (release, answers) => {
			const {unsettable} = release.detail;
			if (unsettable !== null && how.verb !== 'back') return refuse('weights-impossible', unsettable);
			const asked = readAnswers(kind, how, release, answers);
			if (asked.kind === 'refused') return err(asked.refusal);
			if (asked.kind === 'asking') return alreadyThere(release, how) ?? ok(undefined);
			const decided = decideWeights(kind, release, asked.choice);
			return decided.ok ? ok(undefined) : decided;
		},
		ask: (release, answers) => {
			const asked = readAnswers(kind, how, release, answers);
			return asked.kind === 'asking' ? asked.question : null;
		},
		...(how.verb === 'back'
			? {action: ({stable}: RouteRelease) => (stable === null ? safe`Take it out` : safe`Go back`)}
			: {}),
		permissions: () => [patches(kind.anchor)],
		needs: release => [release.ref],
		plan: request => planWeights(kind, how, request),
		effect: (plan, before, now) => weightsEffect(kind, plan, before, now),
	});
}

/** Refuses a back without a way back before any question is asked. */
function alreadyThere(release: RouteRelease, {verb}: WeightVerb): Result<never, Refusal> | null {
	return verb === 'back' && release.back.means === null ? backRefusal(release.back) : null;
}

function planWeights<T extends KubeObject>(
	kind: RouteKind<T>,
	how: WeightVerb,
	{release, answers, live: [raw]}: RouteRequest,
): Result<Plan, Refusal> {
	const asked = readAnswers(kind, how, release, answers);
	if (asked.kind !== 'chosen') return refuse('answer-needed', safe`choose the weight first`);
	const {choice} = asked;
	if (!raw) return refuse('object-gone', safe`the ${kind.title} is gone`);
	const read = readObject(kind.anchor, raw);
	if (!read.ok) return err(unreadRefusal(read.error));
	const route = read.value;
	const decided = decideWeights(kind, release, choice);
	if (!decided.ok) return decided;
	const step = stepOf(kind, release, raw, route, decided.value);
	if (!step) return refuse('object-changed', safe`its rules are other ones now: look again`);
	const {direction, undoDirection} = directionsOf(kind, release, choice, decided.value);
	return ok({
		verb: how.verb,
		direction,
		undoDirection,
		release: release.key,
		to: targetOf(how, release, choice, direction),
		headline: headlineOf(how, release, choice),
		means: weightsOf(decided.value),
		effects: movesBetween(kind, release.detail.candidates, decided.value).map(moveText),
		caveats: caveatsOf(kind, release, route, choice),
		steps: [step],
		facts: release.facts,
	});
}

/**
 * If it is unknown which destination is stable, the verb back takes one destination out and leads to none in
 * particular.
 */
function targetOf({verb}: WeightVerb, release: RouteRelease, {destination}: Choice, direction: Direction): Plan['to'] {
	if (direction === 'towardStable') return release.stable;
	return verb === 'back' ? null : revisionKey(release.uid, destination);
}

function stepOf<T extends KubeObject>(
	kind: RouteKind<T>,
	release: RouteRelease,
	raw: RawObject,
	route: T,
	views: readonly EntryWeights[],
): ReturnType<typeof weightsStep> {
	const entries = namedEntries(kind, route);
	const wanted = views.flatMap(view => {
		const entry = entries.find(({title}) => title === view.title);
		return entry ? [{entry, weights: view.destinations.map(({weight}) => weight ?? 0)}] : [];
	});
	return wanted.length === views.length ? weightsStep(release.ref, raw, wanted) : null;
}

/**
 * Toward stable only if it is proven which destination is stable, the canary gets less, and no destination but
 * stable gets more.
 */
function directionsOf<T extends KubeObject>(
	kind: RouteKind<T>,
	release: RouteRelease,
	{destination}: Choice,
	after: readonly EntryWeights[],
): {readonly direction: Direction; readonly undoDirection: Direction} {
	const stable = destinationOf(release.stable);
	const isProven = stable !== null && destination === destinationOf(release.canary);
	const before = release.detail.candidates;
	const moves = after.flatMap(entry =>
		entry.destinations
			.filter(({name}) => name !== stable)
			.map(({name}) => {
				const old = before.find(({title}) => title === entry.title);
				return shareOf(kind, entry, name) - (old ? shareOf(kind, old, name) : 0);
			}),
	);
	return {
		direction: isProven && moves.every(move => move <= 0) ? 'towardStable' : 'towardCanary',
		undoDirection: isProven && moves.every(move => move >= 0) ? 'towardStable' : 'towardCanary',
	};
}

function headlineOf({verb}: WeightVerb, release: RouteRelease, {destination, percent}: Choice): SafeText {
	const name = nameOf(release, destination);
	switch (verb) {
		case 'setWeight':
			return safe`SET ${name} TO ${percent}%`;
		case 'promoteFull':
			return safe`ALL TO ${name}`;
		case 'back': {
			const stable = destinationOf(release.stable);
			return stable === null ? safe`NOTHING TO ${name}` : safe`BACK TO ${nameOf(release, stable)}`;
		}
	}
}

/** `v2 (1.19.0)`; the name alone where no image is known. */
function nameOf(release: RouteRelease, destination: SafeText): SafeText {
	const tag = release.revisions.find(({key}) => destinationOf(key) === destination)?.tag ?? destination;
	return tag === destination ? destination : safe`${destination} (${tag})`;
}

function weightsEffect<T extends KubeObject>(
	kind: RouteKind<T>,
	plan: Plan,
	before: RouteRelease,
	now: RouteRelease,
): Effect {
	const [old, young] = [before.detail.candidates, now.detail.candidates];
	const moved = movesBetween(kind, old, young);
	const wanted = movesBetween(kind, old, writtenBy(plan, old));
	const shares = line(young.map(entry => `${entry.title}: ${sharesText(kind, entry)}`).join('; '));
	if (!wanted.every(move => moved.some(other => sameValue(other, move)))) {
		// perch's own write is one version: if the shares still differ, another write undid it or came between.
		return now.detail.version > before.detail.version
			? {kind: 'undone', evidence: safe`somebody wrote it since: ${shares}`}
			: {kind: 'pending', evidence: safe`not configured yet`};
	}
	const {phase} = now;
	switch (phase.kind) {
		case 'progressing':
		case 'silent':
		case 'degraded':
			return {kind: 'pending', evidence: safe`written; ${phase.because}`};
		default:
			return (
				stillSent(plan, now) ?? {
					kind: 'effective',
					evidence: kind.acceptance
						? safe`configured: ${shares}`
						: safe`configured: ${shares}; whether it is followed, only traffic tells`,
				}
			);
	}
}

/** The entries with the weights that the plan puts into them. */
function writtenBy({steps: [step]}: Plan, entries: readonly NamedEntry[]): readonly EntryWeights[] {
	return entries.map(entry => {
		const weights = weightsAfter(step.kind === 'patch' ? step.patch : [], entry);
		return {
			title: entry.title,
			match: entry.match,
			destinations: entry.destinations.map(({name}, at) => ({name, weight: weights[at] ?? null})),
		};
	});
}

/** Traffic is not back while an entry without weights leads to the canary. */
function stillSent({verb}: Plan, now: RouteRelease): Effect | null {
	const canary = destinationOf(now.canary);
	const left = verb === 'back' && canary !== null ? pinsTo(now, canary) : [];
	return canary === null || left.length === 0
		? null
		: {kind: 'notReverted', evidence: safe`the weights are 0, but ${leftText(left, canary)}`};
}
