import {describe, expect, test} from 'vitest';
import {canAct} from '../../source/engine/intents/prepare/can-act.ts';
import type {WatchUpdate} from '../../source/ports/cluster.ts';
import type {Desk} from './support/desk.ts';
import {deskAt} from './support/recorded.ts';
import {forbidden} from './support/session.ts';

const route = 'release:prod/virtualservices.networking.istio.io/test/reviews';
const rollouts = 'rollouts.argoproj.io|||';

function update(desk: Desk, id: string, news: WatchUpdate): void {
	desk.watchTells(id, news);
}

function backOf(desk: Desk): string {
	const can = canAct(desk.context, desk.state(), route, 'back');
	return can.ok ? 'offered' : can.error.reason;
}

describe('a route that a Rollout could own', () => {
	test('is no release before the Rollouts were listed, and takes verbs once they were', () => {
		const desk = deskAt('routes/istio');
		expect(backOf(desk)).toBe('offered');
		const {[rollouts]: listed, ...watches} = desk.state().cluster.watches;
		expect(listed?.status).toBe('live');
		if (!listed) return;
		const unlisted = {...watches, [rollouts]: {...listed, status: 'listing' as const}};
		const early = {...desk.state(), cluster: {...desk.state().cluster, watches: unlisted}};
		expect(desk.context.derive.releases(early).has(route)).toBe(false);
	});

	test('takes no verb where Rollouts may not be read, as they leave no mark on it', () => {
		const desk = deskAt('routes/istio');
		update(desk, rollouts, {kind: 'failing', error: forbidden('list rollouts'), retryAtMs: null, atMs: 0});
		expect(desk.context.derive.releases(desk.state()).has(route)).toBe(true);
		expect(backOf(desk)).toBe('whether a Rollout owns it is not known: needs list rollouts.argoproj.io');
	});

	test('takes verbs where the cluster serves no Rollouts', () => {
		const desk = deskAt('routes/istio');
		update(desk, rollouts, {kind: 'absent', atMs: 0});
		expect(backOf(desk)).toBe('offered');
	});
});

test('the route of a shown Rollout is a part of it, whatever its weights are', () => {
	const desk = deskAt('argo-canary/02-paused-at-step-1');
	expect([...desk.context.derive.releases(desk.state()).keys()]).toEqual([
		'release:prod/rollouts.argoproj.io/shop/checkout',
	]);
});
