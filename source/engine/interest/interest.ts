import type {AnchorKey, ReleaseKey} from '../../domain/keys.ts';
import type {NamedService} from '../../domain/service-host.ts';
import {currentPlace, releaseOfPlace} from '../lists/places.ts';
import {listedReleases, servicesOfRow, visibleServices} from '../lists/visible.ts';
import {isFollowed} from '../state/intent.ts';
import {ranges} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';

/** What somebody looks at now. What is watched of the cluster, asked of Prometheus and reviewed follows from this alone:
 * nothing else below the screens asks which of them is open. */
export interface Interest {
	/** Services whose latency is shown. */
	readonly services: readonly NamedService[];
	/** Services whose trend is shown. */
	readonly trends: readonly NamedService[];
	/** The release or service that is open, with the Services behind it; null where none is. */
	readonly open: {readonly key: AnchorKey; readonly services: readonly NamedService[]} | null;
	/** How far back its charts reach. */
	readonly rangeSeconds: number;
	/** Releases that are read whole: open somewhere, wanted, or acted on. */
	readonly releases: ReadonlySet<ReleaseKey>;
	/** Releases of the rows that are shown. */
	readonly listed: ReadonlySet<ReleaseKey>;
}

/** Each part is worked out when it is asked for. */
export function interestOf(context: EngineContext, state: State): Interest {
	const {screen} = state;
	const place = currentPlace(screen);
	const isOpen = place.kind === 'release' || place.kind === 'service';
	return {
		get services() {
			return visibleServices(context, state);
		},
		get trends() {
			return place.kind === 'home' ? visibleServices(context, state) : [];
		},
		get open() {
			if (!isOpen) return null;
			const {key} = place;
			return {
				key,
				get services() {
					return servicesOfRow(context, state, key);
				},
			};
		},
		rangeSeconds: (ranges[screen.rangeIndex] ?? ranges[0]).seconds,
		get releases() {
			return releasesOfInterest(context, state);
		},
		get listed() {
			return listedReleases(context, state);
		},
	};
}

function releasesOfInterest(context: EngineContext, state: State): ReadonlySet<ReleaseKey> {
	const {screen, intents} = state;
	const open = new Set<ReleaseKey>(screen.stack.flatMap(place => releaseOfPlace(context, state, place) ?? []));
	if (screen.wanted) open.add(screen.wanted.release);
	const inDialog = screen.dialog?.intentId;
	for (const intent of intents) if (isFollowed(intent) || intent.id === inDialog) open.add(intent.release.key);
	return open;
}
