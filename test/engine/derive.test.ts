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

test('a release follows the time where the time says something new', () => {
	const desk = deskAt('argo-canary/07-aborted');
	const next = () => [...desk.context.derive.releases(desk.state()).values()][0]?.next.kind;
	expect(next()).toBe('timer');
	desk.advance(40_000);
	expect(next()).toBe('nothing');
});

test('releases stay as they are when their objects are read again and say the same', () => {
	const desk = deskAt('deployment/04-second-revision');
	const {derive} = desk.context;
	const before = derive.releases(desk.state());
	desk.sync();
	expect(derive.releases(desk.state())).toBe(before);
});
