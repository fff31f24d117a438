import {preferredViewpoint, type TrafficIdentity, type Viewpoint} from '../../domain/signals/signals.ts';

interface Seen {
	readonly identity: TrafficIdentity;
	readonly viewpoint: Viewpoint;
}

/** Of each Service only what its preferred viewpoint saw. */
export function ofPreferredViewpoint<S extends Seen>(
	samples: readonly S[],
	perSecondOf: (sample: S) => number,
): readonly S[] {
	const services = Map.groupBy(samples, ({identity}) => `${identity.namespace}/${identity.service}`);
	return [...services.values()].flatMap(own => {
		const perSecond = new Map<Viewpoint, number>();
		for (const sample of own)
			perSecond.set(sample.viewpoint, (perSecond.get(sample.viewpoint) ?? 0) + perSecondOf(sample));
		const preferred = preferredViewpoint(perSecond);
		return own.filter(({viewpoint}) => viewpoint === preferred);
	});
}
