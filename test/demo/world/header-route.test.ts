import {describe, expect, it} from 'vitest';
import {createObjectStore} from '../../../source/demo/api/store.ts';
import {createControllers} from '../../../source/demo/controllers/controllers.ts';
import type {VirtualService} from '../../../source/demo/controllers/kube-types.ts';
import type {Rollout} from '../../../source/demo/controllers/rollout/rollout-types.ts';
import {createBehaviour} from '../../../source/demo/world/behaviour.ts';
import {populate} from '../../../source/demo/world/build.ts';
import {createFakeClock} from '../fake-clock.ts';
import {builtWorld} from './built-world.ts';

const startMs = Date.UTC(2026, 10, 21, 10, 0, 0, 300);

function open() {
	const clock = createFakeClock(startMs);
	const store = createObjectStore({seed: 7, clock});
	populate(store, builtWorld(startMs));
	const controllers = createControllers({store, clock, ...createBehaviour({store, clock, startedAtMs: startMs})});
	for (const controller of controllers) controller.start();
	const rollout = () => store.get('rollouts.argoproj.io', 'site', 'accounts') as Rollout;
	return {
		rollout,
		routes() {
			const {spec} = store.get('virtualservices.networking.istio.io', 'site', 'accounts') as VirtualService;
			return spec.http.map(({name, route}) => `${name} ${route.map(({weight}) => weight).join('/')}`);
		},
		/** Writes into the status as a client does, and gives the controllers time to answer. */
		write(status: object, seconds = 10) {
			const {pauseConditions: _, ...known} = rollout().status ?? {};
			store.replace(
				'rollouts.argoproj.io',
				{...rollout(), status: {...known, ...status}},
				{manager: 'perch', subresource: 'status'},
			);
			clock.advanceBy(seconds * 1000);
		},
	};
}

describe('the canary that gets requests with a header', () => {
	it('has two pods, a route in front of the others, and no share of other requests', () => {
		const {rollout, routes} = open();
		expect(routes()).toEqual(['beta 100', 'primary 100/0']);
		expect(rollout().status).toMatchObject({currentStepIndex: 2, updatedReplicas: 2, message: 'CanaryPauseStep'});
	});

	it('gets a share of all requests, and loses its own route, once it is promoted', () => {
		const {rollout, routes, write} = open();
		write({});
		expect(routes()).toEqual(['primary 80/20']);
		expect(rollout().status?.currentStepIndex).toBe(5);
	});

	it('loses its route with an abort', () => {
		const {routes, write} = open();
		write({abort: true});
		expect(routes()).toEqual(['primary 100/0']);
	});

	it('goes to another step by a jump, and waits at the pause there', () => {
		const {rollout, routes, write} = open();
		write({pauseConditions: [], controllerPause: false, currentStepIndex: 5});
		// The jump went past the step that would have removed the route.
		expect(routes()).toEqual(['beta 100', 'primary 80/20']);
		expect(rollout().status).toMatchObject({currentStepIndex: 5, phase: 'Paused', message: 'CanaryPauseStep'});
	});
});
