import {expect, test} from 'vitest';
import {deskAt} from './support/recorded.ts';

test('rows are not folded again while nothing was measured and nothing changes', () => {
	const desk = deskAt('deployment/04-second-revision', {world: {isMetricsConfigured: false}});
	const {derive} = desk.context;
	const before = derive.rows(desk.state());
	const second = desk.state().nowMs;
	desk.advance(5_000);
	expect(desk.state().nowMs).toBeGreaterThan(second);
	expect(derive.rows(desk.state())).toBe(before);
});

test('rows follow a release that moves with the time', () => {
	const desk = deskAt('argo-canary/04-timed-pause-20-percent');
	const {derive} = desk.context;
	const before = derive.releases(desk.state());
	desk.advance(5_000);
	expect(derive.releases(desk.state())).not.toBe(before);
});
