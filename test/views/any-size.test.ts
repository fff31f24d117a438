import {test} from 'vitest';
import {deskOn} from '../engine/support/recorded.ts';
import {expectFilled, expectResizable} from '../frames/any-size.ts';
import {casesByKind} from '../frames/cases/all.ts';
import {frameOf} from '../frames/cases/cases.ts';

test.each([
	[0, 0],
	[0, 24],
	[80, 0],
	[1, 1],
	[2, 200],
	[500, 1],
	[39, 10],
	[40, 9],
])('every screen fits a terminal of %i×%i', (columns, rows) => {
	for (const one of casesByKind.flat()) expectFilled(frameOf(one, {columns, rows}));
});

test('one state of each kind fits a terminal of 500×200', () => {
	for (const [first] of casesByKind) if (first) expectFilled(frameOf(first, {columns: 500, rows: 200}));
});

test('perch is resized 150 times, and no row is ever over the width', () => {
	expectResizable(deskOn('argo-canary/02-paused-at-step-1'), 150);
});
