import {createObjectStore} from '../../../source/demo/api/store.ts';
import type {DemoClock} from '../../../source/demo/contract.ts';
import {createControllers} from '../../../source/demo/controllers/controllers.ts';
import {generatedObjects} from '../../../source/demo/scale/generated-objects.ts';
import {generatedServices} from '../../../source/demo/scale/generated-services.ts';
import {buildPrototypes} from '../../../source/demo/scale/prototypes.ts';
import type {Scale} from '../../../source/demo/scale/scale.ts';
import {createBehaviour} from '../../../source/demo/world/behaviour.ts';
import {buildWorld, populate} from '../../../source/demo/world/build.ts';
import {finderOf, shopServices} from '../../../source/demo/world/services.ts';

export const small: Scale = {services: 300, releases: 70, pods: 2, churn: 0};

/** The shop with generated services beside it, as the demo's API server has them; its controllers are not started. */
export function scaledWorld(clock: DemoClock, {scale = small, seed = 7} = {}) {
	const startedAtMs = clock.nowMs();
	const generated = generatedServices(scale, seed);
	const services = [...shopServices, ...generated];
	const store = createObjectStore({seed, clock});
	const prototypes = buildPrototypes({nowMs: startedAtMs, speed: 1, pods: scale.pods});
	populate(store, buildWorld({seed, nowMs: startedAtMs}));
	populate(store, generatedObjects({services: generated, prototypes, seed, speed: 1, nowMs: startedAtMs}));
	const behaviour = createBehaviour({store, clock, startedAtMs, findService: finderOf(services)});
	const controllers = createControllers({store, clock, ...behaviour, callHook: () => 403});
	return {generated, services, store, controllers, startedAtMs};
}
