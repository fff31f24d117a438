import type {Outcome} from '../domain/signals/outcome.ts';
import type {TrafficIdentity, Viewpoint} from '../domain/signals/signals.ts';

/** What the requests of one series are about, and how they ended. */
export interface TrafficMeaning extends SeriesMeaning {
	/** Null where the series does not tell: then its requests are not counted, since failures would be missing. */
	readonly outcome: HowEnded | null;
}

export interface SeriesMeaning {
	readonly identity: TrafficIdentity;
	readonly viewpoint: Viewpoint;
}

export type HowEnded = Omit<Outcome, 'perSecond'>;
