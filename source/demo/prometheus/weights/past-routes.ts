import type {EventObject, RolloutObject} from './cluster-objects.ts';
import type {Route} from './routing.ts';

export interface PastRoutes {
	readonly fromMs: number;
	readonly routes: readonly Route[];
}

interface Past {
	readonly rollout: RolloutObject;
	readonly events: readonly EventObject[];
	/** The routes as they are now. */
	readonly routes: readonly Route[];
	readonly originMs: number;
}

/** The weights before the demo started, as the Events of a Rollout tell them (`Traffic weight updated from 5 to 20`).
 * Oldest first; empty where no Event tells of any. */
export const pastRoutes = ({rollout, events, routes, originMs}: Past): readonly PastRoutes[] => {
	const {canaryService, stableService} = rollout.spec.strategy?.canary ?? {};
	const changes = events
		.filter(event => isAbout(event, rollout) && event.reason === 'TrafficWeightUpdated')
		.flatMap(weightChange)
		.filter(({atMs}) => atMs > originMs)
		.sort((a, b) => a.atMs - b.atMs);
	const [first] = changes;
	if (first === undefined || canaryService === undefined || stableService === undefined) return [];
	const withCanary = (percent: number): readonly Route[] =>
		routes.map(route => {
			if (route.service === canaryService) return {...route, weight: percent};
			return route.service === stableService ? {...route, weight: 100 - percent} : route;
		});
	return [
		{fromMs: originMs, routes: withCanary(first.fromPercent)},
		...changes.map(({atMs, toPercent}) => ({fromMs: atMs, routes: withCanary(toPercent)})),
	];
};

interface WeightChange {
	readonly atMs: number;
	readonly fromPercent: number;
	readonly toPercent: number;
}

// The controller also writes `Traffic weight updated to 0` and, when it changed no weight, `Traffic weight updated `.
const weightChange = ({message, lastTimestamp}: EventObject): readonly WeightChange[] => {
	const [, from = '0', to] = /^Traffic weight updated (?:from (\d+) )?to (\d+)$/.exec(message) ?? [];
	if (to === undefined || lastTimestamp === null) return [];
	return [{atMs: Date.parse(lastTimestamp), fromPercent: Number(from), toPercent: Number(to)}];
};

const isAbout = ({involvedObject}: EventObject, {metadata}: RolloutObject): boolean =>
	involvedObject.kind === 'Rollout' &&
	involvedObject.name === metadata.name &&
	involvedObject.namespace === metadata.namespace;
