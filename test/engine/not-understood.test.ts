import {describe, expect, test} from 'vitest';
import type {ReleaseKey} from '../../source/domain/cluster/keys.ts';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import {canAct} from '../../source/engine/intents/prepare/can-act.ts';
import type {Desk} from './support/desk.ts';
import {checkout, confirmTowardCanary, deskAt, deskOn} from './support/recorded.ts';
import {served} from './support/session.ts';

const paused = 'argo-canary/02-paused-at-step-1';
const route: ReleaseKey = 'release:prod/virtualservices.networking.istio.io/shop/checkout';
const broken: JsonPatchOperation = {op: 'replace', path: '/spec/strategy/canary/steps/0/setWeight', value: 'five'};
const mended: JsonPatchOperation = {op: 'replace', path: '/spec/strategy/canary/steps/0/setWeight', value: 5};
const field = 'spec.strategy.canary.steps[0].setWeight';
/** The end of the field, where there is no room for all of it. */
const short = '…canary.steps[0].setWeight';

function change(desk: Desk, ...patch: readonly JsonPatchOperation[]): void {
	desk.server.mutate('Rollout', 'checkout', patch);
	desk.sync();
	desk.advance(1_000);
}

function refusal(desk: Desk, key: ReleaseKey, verb: 'promote' | 'back' | 'setWeight'): string | null {
	const can = canAct(desk.context, desk.state(), key, verb);
	return can.ok ? null : can.error.reason;
}

function releasesOf(desk: Desk) {
	return desk.context.derive.releases(desk.state());
}

describe('a Rollout with a field that perch cannot read', () => {
	test('is a row NOT UNDERSTOOD with the field, whatever was known before', () => {
		const desk = deskAt(paused);
		change(desk, broken);
		expect(releasesOf(desk).get(checkout)).toMatchObject({
			notUnderstood: {kind: 'Rollout', name: 'checkout', field},
			split: {configuredPercent: 'unknown'},
			revisions: [],
		});
		desk.press('R');
		const {screen} = desk.frame();
		expect(screen.kind === 'releases' && screen.view.rows.map(({word, why}) => [word, why])).toContainEqual([
			'NOT UNDERSTOOD',
			`Rollout checkout, ${short}`,
		]);
		expect(screen.view.header.banners.map(({text}) => text)).toContain(
			`1 NOT UNDERSTOOD: Rollout shop/checkout: ${short}`,
		);
	});

	test('takes no verb in either direction, and neither does the route that it may own', () => {
		const desk = deskAt(paused);
		change(desk, broken);
		const reason = `perch does not understand Rollout checkout: see its ${short} with kubectl`;
		expect(refusal(desk, checkout, 'promote')).toBe(reason);
		expect(refusal(desk, checkout, 'back')).toBe(reason);
		const possible = `Rollout shop/checkout may own it, and perch does not understand that one: see ${short}`;
		expect(refusal(desk, route, 'setWeight')).toBe(possible);
		expect(refusal(desk, route, 'back')).toBe(possible);
	});

	test('is a release again once the field is mended, and its route a part of it', () => {
		const desk = deskAt(paused);
		const before = releasesOf(desk).get(checkout);
		change(desk, broken);
		change(desk, mended);
		// The object has another resource version by now, which no screen shows.
		expect(releasesOf(desk).get(checkout)).toEqual({...before, detail: expect.anything()});
		expect([...releasesOf(desk).keys()]).toEqual([checkout]);
		expect(desk.frame().screen.view.header.banners).toEqual([]);
	});

	test('shows the field on its own screen, and promises no next step and no way back', () => {
		const desk = deskOn(paused);
		change(desk, broken);
		const {screen} = desk.frame();
		expect(screen.kind === 'release' && screen.view).toMatchObject({
			headline: {parts: ['NOT UNDERSTOOD: perch cannot read Rollout checkout']},
			now: 'unknown',
			why: {text: field},
			next: 'unknown',
			back: 'unknown: no verb is offered until perch can read it',
		});
	});

	test('that only the live read finds is refused by the dialog, which names the field', () => {
		const desk = deskOn(paused);
		desk.world.isWatchAlive = false;
		desk.server.mutate('Rollout', 'checkout', [broken]);
		desk.press('p');
		confirmTowardCanary(desk);
		desk.advance(3_000);
		expect(desk.server.applied).toEqual([]);
		expect(desk.state().intents.at(-1)?.checks.liveText).toBe(
			`perch does not understand Rollout checkout: see its ${short} with kubectl`,
		);
	});

	test('may own a route in another namespace only if it names the route', () => {
		const elsewhere = (desk: Desk, host: string) => {
			const rollout = desk.server.objects().find(({kind}) => kind === 'Rollout');
			const strategy = {canary: {trafficRouting: {istio: {virtualService: {name: host}}}, steps: [{setWeight: {}}]}};
			const other = {...rollout, metadata: {namespace: 'infra', name: 'gate', uid: 'g'}, spec: {strategy}};
			// The route's own Rollout is gone: the route would take verbs.
			desk.server.become([...desk.server.objects().filter(({kind}) => kind !== 'Rollout'), other]);
			desk.sync();
			desk.advance(1_000);
			return refusal(desk, route, 'back');
		};
		expect(elsewhere(deskAt(paused), 'checkout.shop')).toContain('Rollout infra/gate may own it');
		expect(elsewhere(deskAt(paused), 'cart.shop')).toBeNull();
	});
});

describe('a Canary with a field that perch cannot read', () => {
	test('is a row without verbs, and the objects that bear its mark stay parts of it', () => {
		const all = {...served, 'canaries.flagger.app': ['v1beta1'], 'daemonsets.apps': ['v1']};
		const desk = deskAt('flagger/02-progressing', {world: {served: all}});
		const canary: ReleaseKey = 'release:prod/canaries.flagger.app/shop/cart';
		desk.server.mutate('Canary', 'cart', [{op: 'add', path: '/spec/service/name', value: 7}]);
		desk.sync();
		desk.advance(1_000);
		expect([...releasesOf(desk).keys()]).toEqual([canary]);
		expect(releasesOf(desk).get(canary)?.notUnderstood?.field).toBe('spec.service.name');
		expect(refusal(desk, canary, 'back')).toContain('spec.service.name');
	});
});

describe('a release that rests on an object which perch cannot read', () => {
	test('is NOT UNDERSTOOD in one row, with that object and its field', () => {
		const desk = deskAt(paused);
		desk.server.mutate('VirtualService', 'checkout', [
			{op: 'replace', path: '/spec/http/0/route/0/weight', value: 'most'},
		]);
		desk.sync();
		desk.advance(1_000);
		expect([...releasesOf(desk).keys()]).toEqual([checkout]);
		const unread = {kind: 'VirtualService', field: 'spec.http[0].route[0].weight'};
		expect(releasesOf(desk).get(checkout)).toMatchObject({
			notUnderstood: unread,
			split: {configuredPercent: 'unknown'},
		});
		expect(refusal(desk, checkout, 'back')).toContain(unread.field);
	});
});
