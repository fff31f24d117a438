import {expect, test} from 'vitest';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import type {Desk} from './support/desk.ts';
import {confirmTowardStable, deskOn} from './support/recorded.ts';

const currency = {kindId: 'deployments.apps', namespace: 'shop', name: 'currency'};

function lineOf(desk: Desk): string | undefined {
	const {screen} = desk.frame();
	return screen.kind === 'release' ? screen.view.intent?.progress.text : undefined;
}

/** An update that was held, after the effect was seen. */
function held(): Desk {
	const desk = deskOn('deployment/02-rolling');
	desk.press('h');
	confirmTowardStable(desk);
	desk.advance(2_000);
	desk.press('escape');
	desk.advance(1_000);
	return desk;
}

function written(desk: Desk, patch: readonly JsonPatchOperation[]): void {
	desk.server.commit(currency, patch, desk.clock.nowMs());
	desk.sync();
	desk.advance(1_000);
}

test('a result is shown for as long as the cluster confirms it', () => {
	const desk = held();
	expect(lineOf(desk)).toMatch(/HOLD 7\.1\.0: held: spec\.paused is true after/);
	desk.advance(60_000);
	expect(lineOf(desk)).toMatch(/held: spec\.paused is true after/);
});

test('a result that a colleague changed since is no longer shown as the result', () => {
	const desk = held();
	written(desk, [{op: 'remove', path: '/spec/paused'}]);
	expect(lineOf(desk)).toMatch(/HOLD 7\.1\.0: took effect after .*, and has moved on since$/);
	expect(lineOf(desk)).not.toContain('held');
	// Once the cluster confirms the result again, it is shown again.
	written(desk, [{op: 'add', path: '/spec/paused', value: true}]);
	expect(lineOf(desk)).toMatch(/held: spec\.paused is true after/);
});
