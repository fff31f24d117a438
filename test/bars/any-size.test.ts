import {expect, test} from 'vitest';
import {deskOn} from '../engine/support/recorded.ts';
import {expectFilled, expectResizable} from '../frames/any-size.ts';
import {casesByKind} from '../frames/cases/all.ts';
import {frameOf} from '../frames/cases/cases.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {seesWhole} from '../journeys/support/layout.ts';
import {startPerch} from '../journeys/support/sre.ts';

const demo = await startDemo({speed: 1});

test('every state of every screen fits a terminal of 500×200', () => {
	for (const one of casesByKind.flat()) expectFilled(frameOf(one, {columns: 500, rows: 200}));
});

test('perch is resized 10,000 times, and no row is ever over the width', () => {
	expectResizable(deskOn('argo-canary/02-paused-at-step-1'), 10_000);
});

test('a terminal is resized 10,000 times, and perch is whole at the end', async () => {
	await using sre = await startPerch(demo, {columns: 100, rows: 30});
	await sre.sees(/\d waits? for you/);
	for (let at = 1; at <= 10_000; at += 1) {
		sre.resize(1 + ((at * 37) % 260), 1 + ((at * 11) % 90));
		// perch hears of some only: the others were over when it looked.
		if (at % 20 === 0) await new Promise(resolve => setImmediate(resolve));
	}
	sre.resize(100, 30);
	await sre.sees(/^perch .{60,}/, /\d waits? for you/, /\? help *$/);
	await seesWhole(sre, 100);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});
