import type {Tone} from '../../../domain/reading.ts';
import type {Release} from '../../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {EVENTS_ON_SCREEN, type EventObject} from '../../../kinds/event.ts';
import {percentText} from '../../evidence/text/weight-text.ts';
import {actedAtMs} from '../../state/server-time.ts';
import type {State, WatchState, WeightChange} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {type ReleaseObject, releaseObjects} from '../../world/release-objects.ts';
import {actLine} from '../intent-line.ts';

/** Something that happened to a release: a cluster Event, a change of weight, or an act of this session. */
export interface Occurrence {
	readonly id: string;
	readonly atMs: number;
	/** Who says so: `kubelet`, `rollouts-controller`, `perch`. */
	readonly source: SafeText;
	/** `Pod checkout-6d5c7b8f9-x7k2p` */
	readonly object: SafeText;
	/** The same without the release's own name: `Rollout`, `Pod 6d5c7b8f9-x7k2p`. */
	readonly shortObject: SafeText;
	/** `Unhealthy`; empty where there is none. */
	readonly reason: SafeText;
	readonly text: SafeText;
	readonly tone: Extract<Tone, 'warning' | 'critical'> | null;
	/** How often it happened, and when first. */
	readonly count: number;
	readonly firstMs: number | null;
}

/** What happened to a release and its objects, the newest first. */
export function occurrencesOf(context: EngineContext, state: State, release: Release): readonly Occurrence[] {
	const objects = releaseObjects(context, state, release);
	const acts = actsOn(state, release);
	const own = new Set(acts.map(({id}) => id));
	// An act of this session is listed as such, not once more as the Event that perch wrote about it.
	const events = eventsOf(state, objects).filter(({reportedBy}) => reportedBy === null || !own.has(reportedBy));
	return [
		...events.flatMap(event => occurrenceOf(event, release.name)),
		...weightChanges(state.cluster.weightChanges[release.key] ?? [], release),
		...acts,
	].sort((one, other) => other.atMs - one.atMs || (one.id < other.id ? 1 : -1));
}

/** The Events about these objects, and about pods of theirs that are gone. */
export function eventsOf(state: State, objects: readonly ReleaseObject[]): readonly EventObject[] {
	const names = new Set(objects.map(({kind, ref}) => `${kind}/${ref.namespace}/${ref.name}`));
	const uids = new Set(objects.flatMap(({uid}) => uid ?? []));
	const makers = objects.filter(({kind}) => podMakers.has(kind)).map(({ref}) => ref);
	const isTheirs = ({about: {kind, name, uid}, metadata: {namespace}}: EventObject): boolean => {
		if (uid !== null && uids.has(uid as string)) return true;
		if (kind === null || name === null) return false;
		if (names.has(`${kind}/${namespace}/${name}`)) return true;
		return kind === 'Pod' && makers.some(one => one.namespace === namespace && isPodName(name, one.name));
	};
	return eventWatches(state)
		.flatMap(({objects: all}) => [...all.values()] as EventObject[])
		.filter(isTheirs);
}

/** The watches of all Events of a namespace. */
export function eventWatches({cluster}: State): readonly WatchState[] {
	return Object.values(cluster.watches).filter(({request}) => request.kind === EVENTS_ON_SCREEN);
}

const podMakers: ReadonlySet<string> = new Set(['ReplicaSet', 'StatefulSet', 'DaemonSet']);

/** `checkout-6d5c7b8f9-x7k2p`, `ledger-0`. */
function isPodName(pod: string, maker: string): boolean {
	return pod.startsWith(`${maker}-`) && /^[a-z0-9]{1,5}$/.test(pod.slice(maker.length + 1));
}

/** `ownName`: the name that needs no telling. None where the Event has no time. */
export function occurrenceOf(event: EventObject, ownName: SafeText): readonly Occurrence[] {
	const {metadata, about, reporter, reason, message, isWarning, count, firstMs, atMs} = event;
	if (atMs === null) return [];
	const kind = about.kind ?? safe`object`;
	const name = about.name ?? safe``;
	return [
		{
			id: `event ${metadata.namespace}/${metadata.name}`,
			atMs,
			source: reporter ?? safe`unknown`,
			object: safe`${kind} ${name}`,
			shortObject: shortObject(kind, name, ownName),
			reason: reason ?? safe``,
			text: message,
			tone: isWarning ? 'warning' : null,
			count,
			firstMs,
		},
	];
}

function shortObject(kind: SafeText, name: SafeText, ownName: SafeText): SafeText {
	if (name === ownName) return kind;
	return name.startsWith(`${ownName}-`)
		? safe`${kind} ${ident(name.slice(ownName.length + 1))}`
		: safe`${kind} ${name}`;
}

/** Weights as perch saw them change; the first one changed at some time before. */
function weightChanges(changes: readonly WeightChange[], release: Release): readonly Occurrence[] {
	return changes.map((change, at) => {
		return {
			id: `weight ${change.atMs} ${at}`,
			atMs: change.atMs,
			source: safe`perch`,
			object: safe`weight of ${release.name}`,
			shortObject: safe`weight`,
			reason: safe``,
			text: changeText(changes[at - 1] ?? null, change, release),
			tone: null,
			count: 1,
			firstMs: null,
		};
	});
}

/** `20% → 50%`; where the percent is the same, what else changed: the share of a place, or the version beside. */
function changeText(before: WeightChange | null, now: WeightChange, {revisions}: Release): SafeText {
	const to = percentText(now.percent);
	if (!before) return safe`${to} when perch began to watch`;
	if (before.percent !== now.percent) return safe`${percentText(before.percent)} → ${to}`;
	if (before.places !== now.places) return safe`${to}, by place ${placesText(before)} → ${placesText(now)}`;
	const stable = revisions.find(({key}) => key === now.stable);
	return safe`${to} as before, the rest now to ${stable?.tag ?? safe`another version`}`;
}

/** `100% 25%`; places that do not differ have no percent of their own. */
function placesText({places, percent}: WeightChange): SafeText {
	if (places === '') return percentText(percent);
	const texts = places.split(' ').map(one => (one === 'unknown' ? safe`unknown` : percentText(Number(one))));
	return texts.reduce((text, one) => safe`${text} ${one}`);
}

/** What this session asked for, with how far it came. */
function actsOn(state: State, release: Release): readonly Occurrence[] {
	const {intents, cluster} = state;
	return intents
		.filter(
			({release: {key, uid}, confirmedAtMs}) => key === release.key && uid === release.uid && confirmedAtMs !== null,
		)
		.map(intent => {
			const {tone, text} = actLine(intent, null);
			const object = safe`${ident(intent.verb)} by ${cluster.identity?.user ?? safe`you`}`;
			return {
				id: intent.id,
				atMs: actedAtMs(intent, state),
				source: safe`perch`,
				object,
				shortObject: object,
				reason: safe``,
				text,
				tone: tone === 'warning' || tone === 'critical' ? tone : null,
				count: 1,
				firstMs: null,
			};
		});
}
