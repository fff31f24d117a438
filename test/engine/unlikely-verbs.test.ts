import {expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import type {ReleaseView} from '../../source/engine/screens/release/release.ts';
import type {ClusterError} from '../../source/ports/cluster.ts';
import type {Desk} from './support/desk.ts';
import {homeOf, saidOf} from './support/home.ts';
import {confirmTowardStable, deskOn} from './support/recorded.ts';
import {down} from './support/session.ts';

const half = 'argo-canary/06-paused-at-50-after-analysis';

const errors: readonly (readonly [string, ClusterError | 'silence', string])[] = [
	['cannot be reached', down, 'the API server does not answer'],
	['says nothing', 'silence', 'the API server has not answered of late'],
	['fails', {...down, kind: 'serverError', status: 500, message: safe`no leader`}, 'the API server fails'],
	['takes the login no more', {...down, kind: 'unauthorized', status: 401}, 'the login has expired'],
];

function withoutServer(error: ClusterError | 'silence'): Desk {
	const desk = deskOn(half);
	if (error === 'silence') desk.world.latencyMs = ({kind}) => (kind === 'beat' ? 'never' : 5);
	else desk.world.heartbeatError = error;
	desk.advance(11_000);
	return desk;
}

test.each(errors)('while the API server %s, no verb is shown as one that works', (_, error, because) => {
	const desk = withoutServer(error);
	const {back, footer} = viewOf(desk);
	expect(Object.fromEntries(footer.keys.map(({key, disabledBecause}) => [key, disabledBecause]))).toMatchObject({
		...{x: because, p: because, h: because, r: because, b: because},
		...{esc: null, y: null, l: null, e: null},
	});
	expect(back.startsWith(`not now: ${because} · `)).toBe(true);
	desk.press(':');
	desk.type('back');
	const command = {text: 'Back to stable', disabledBecause: because};
	expect(desk.frame().palette?.commands).toContainEqual(expect.objectContaining(command));
	desk.press('escape', '?');
	expect(helpTitle(desk)).toBe(`Acting: nothing can be written now, ${because}`);
});

test('the first screen says that the way back is closed', () => {
	const desk = withoutServer(down);
	desk.press('escape', 'escape');
	expect(homeOf(desk).footer.keys.find(({key}) => key === 'x')?.disabledBecause).not.toBeNull();
	expect(saidOf(desk)).toContain('→ 2.8.1 not now: the API server does not answer · next');
});

test('the palette too opens the dialog of the way back, which asks the server itself', () => {
	const desk = withoutServer(down);
	desk.press(':');
	desk.type('back to stable');
	desk.press('enter');
	confirmTowardStable(desk);
	desk.advance(1_000);
	expect(desk.server.applied).toHaveLength(1);
});

test('a session that only reads is not told that a verb works', () => {
	const desk = deskOn(half, {settings: {isReadOnly: true}, world: {isMetricsConfigured: false}});
	expect(bannersOf(desk)).toEqual(['NO METRICS: set --prometheus']);
	desk.press('?');
	expect(helpTitle(desk)).toBe('Acting: this session only reads, and none of these works');
});

test('nobody is told that the way back works where it is not allowed', () => {
	const desk = deskOn(half, {world: {mayI: () => false, isMetricsConfigured: false}});
	desk.advance(5_000);
	expect(viewOf(desk).back).toMatch(/^not allowed: needs patch .* · 2\.8\.1 by argo abort/);
	expect(bannersOf(desk)).toEqual(['NO METRICS: set --prometheus']);
});

function viewOf(desk: Desk): ReleaseView {
	const {screen} = desk.frame();
	if (screen.kind !== 'release') throw new Error(`The screen is ${screen.kind}`);
	return screen.view;
}

function bannersOf(desk: Desk): readonly string[] {
	return viewOf(desk).header.banners.map(({text}) => text);
}

function helpTitle(desk: Desk): string | undefined {
	const {screen} = desk.frame();
	return screen.kind === 'help' ? screen.view.sections[0]?.title : undefined;
}
