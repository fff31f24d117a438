import {setImmediate} from 'node:timers/promises';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {expect, test} from 'vitest';
import {verdictOf} from '../../source/engine/evidence/verdict.ts';
import type {Desk} from './support/desk.ts';
import {checkout, deskAt, objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** The figures of the last poll, after a verdict was made of them. */
function judgedFigures(desk: Desk): WeakRef<object> {
	const {derive} = desk.context;
	const release = derive.releases(desk.state()).get(checkout);
	if (!release) throw new Error('there is no release');
	expect(verdictOf(desk.context, desk.state(), release)).not.toBeNull();
	return new WeakRef(derive.traffic(desk.state()) as object);
}

test('the figures by which a canary was judged are let go after it is over', async () => {
	const desk = deskAt('argo-canary/02-paused-at-step-1', {
		world: {trafficAt: () => [sample('checkout-stable', 95, 0.1), sample('checkout-canary', 5)]},
	});
	desk.advance(60_000);
	desk.frame();
	const figures = judgedFigures(desk);
	desk.server.become(objectsOf('argo-canary/01-healthy'));
	desk.sync();
	for (let at = 0; at < 30; at += 1) {
		desk.advance(1_000);
		desk.frame();
	}
	expect(desk.context.derive.releases(desk.state()).get(checkout)?.canary).toBeNull();
	await setImmediate();
	collectGarbage();
	expect(figures.deref()).toBeUndefined();
});
