import {expect, test} from 'vitest';
import {ROLLOUTS} from '../../source/kinds/argo-rollouts/rollout.ts';
import {checkout, deskAt} from './support/recorded.ts';

test('rows keep their identity while nothing is measured and nothing changes', () => {
	const desk = deskAt('deployment/04-second-revision', {world: {isMetricsConfigured: false}});
	const {derive} = desk.context;
	const before = derive.rows(desk.state());
	const second = desk.state().nowMs;
	desk.advance(5_000);
	expect(desk.state().nowMs).toBeGreaterThan(second);
	expect(derive.rows(desk.state())).toBe(before);
});

test('a release is derived again when the passing time changes what it says', () => {
	const desk = deskAt('argo-canary/07-aborted');
	const next = () => [...desk.context.derive.releases(desk.state()).values()][0]?.next.kind;
	expect(next()).toBe('timer');
	desk.advance(40_000);
	expect(next()).toBe('nothing');
});

test('releases keep their identity when their objects are read again with the same content', () => {
	const desk = deskAt('deployment/04-second-revision');
	const {derive} = desk.context;
	const before = derive.releases(desk.state());
	desk.sync();
	expect(derive.releases(desk.state())).toBe(before);
});

test('a release keeps its identity when its object is written again with the same content', () => {
	const desk = deskAt('argo-canary/02-paused-at-step-1');
	const {derive} = desk.context;
	const before = derive.releases(desk.state()).get(checkout);
	const versions = new Set<unknown>();
	for (let k = 0; k < 2; k++) {
		desk.server.mutate('Rollout', 'checkout', []);
		desk.sync();
		versions.add(derive.snapshot(desk.state()).list(ROLLOUTS, 'shop')[0]?.metadata.resourceVersion);
		expect(derive.releases(desk.state()).get(checkout)).toBe(before);
	}
	expect(versions.size).toBe(2);
});
