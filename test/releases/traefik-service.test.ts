import {expect, test} from 'vitest';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {traefikService} from '../../source/releases/routes/kinds/traefik-service.ts';
import {mustPlan, patchSteps} from './operator.ts';
import {asked, routeScene, said} from './route-scene.ts';
import {snapshotOf} from './situation.ts';

const backend = traefikService as unknown as ReleaseBackend;
const services = '/spec/weighted/services';
const scene = (...changes: readonly JsonPatchOperation[]) => routeScene(backend, 'traefik', changes);
const faults = (...changes: readonly JsonPatchOperation[]) =>
	scene(...changes).release.contradictions.flatMap(({code, text}) => (code === 'route-has-no-effect' ? [text] : []));

test('perch reads the weights of a TraefikService, and says that only traffic tells whether they are followed', () => {
	expect(scene().release).toMatchObject({
		controller: 'traefik',
		phase: {kind: 'split'},
		next: {text: 'nothing by itself: whoami4 50%, whoami5 50%'},
		contradictions: [],
	});
	expect(asked(scene(), 'back')).toBe(
		'Which destination is to take nothing? | A whoami4: 50% of wrr1 | B whoami5: 50% of wrr1',
	);
});

test('a share is written into both weights, after a test of all Services', () => {
	expect(said(scene(), 'setWeight', 'whoami5', '25')).toBe('SET whoami5 TO 25%, towardCanary, by the weights of wrr1');
	expect(patchSteps(mustPlan(scene(), 'setWeight', ['whoami5', '25']))[0]?.patch.slice(1)).toEqual([
		{
			op: 'test',
			path: '/spec/weighted',
			value: {
				services: [
					{name: 'whoami4', port: 80, weight: 1},
					{name: 'whoami5', port: 8080, weight: 1},
				],
			},
		},
		{op: 'add', path: `${services}/0/weight`, value: 75},
		{op: 'add', path: `${services}/1/weight`, value: 25},
	]);
});

test('a Service without a weight has the weight 1, and one with a negative weight none', () => {
	const {next} = scene({op: 'remove', path: `${services}/0/weight`}).release;
	expect(next.text).toBe('nothing by itself: whoami4 50%, whoami5 50%');
	expect(scene({op: 'replace', path: `${services}/0/weight`, value: -1}).release.next.text).toBe(
		'nothing: whoami4 0%, whoami5 100%',
	);
});

test('a target of another kind, or of another provider, is no Service', () => {
	const nested = scene({
		op: 'replace',
		path: `${services}/1`,
		value: {name: 'wrr2', kind: 'TraefikService', weight: 1},
	});
	expect(nested.release.services.stable.concat(nested.release.services.canary).map(({name}) => name)).not.toContain(
		'wrr2',
	);
	expect(faults({op: 'replace', path: `${services}/1`, value: {name: 'web@docker', weight: 1}})).toEqual([]);
});

test.each([
	['whoami9', 80, ['Traefik follows none of these weights: Service whoami9 does not exist']],
	['whoami5', 80, ['Traefik follows none of these weights: Service whoami5 does not have the port']],
	['whoami5', 'web', []],
])('of the Service %s with the port %s it says %s', (name, port, expected) => {
	expect(faults({op: 'replace', path: `${services}/1`, value: {name, port, weight: 1}})).toEqual(expected);
});

test('sticky sessions are told while two Services are served', () => {
	const sticky: JsonPatchOperation = {op: 'add', path: '/spec/weighted/sticky', value: {cookie: {name: 'split'}}};
	expect(faults(sticky)).toEqual([expect.stringContaining('a client stays with the Service')]);
	expect(faults(sticky, {op: 'replace', path: `${services}/1/weight`, value: 0})).toEqual([]);
});

test('a TraefikService without weights, or with one Service, is no release', () => {
	const isRelease = (...changes: readonly JsonPatchOperation[]) => {
		const {objects} = scene(...changes);
		const snapshot = snapshotOf(objects);
		const [anchor] = snapshot.list(backend.anchor);
		return anchor && backend.isRelease?.(anchor, snapshot);
	};
	expect(isRelease()).toBe(true);
	expect(isRelease({op: 'remove', path: `${services}/1`})).toBe(false);
	expect(isRelease({op: 'replace', path: '/spec', value: {mirroring: {name: 'whoami4', port: 80}}})).toBe(false);
});
