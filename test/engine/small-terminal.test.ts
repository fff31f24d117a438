import {describe, expect, test} from 'vitest';
import {renderOnce} from '../../source/views/render-once.ts';
import {looks} from '../frames/look.ts';
import {deskAt} from './support/recorded.ts';

const paused = 'argo-canary/02-paused-at-step-1';
const rowsOf = (desk: ReturnType<typeof deskAt>) => renderOnce(desk.frame(), looks.noColour).trimEnd().split('\n');

describe('a terminal below 40x10', () => {
	test.each([
		[39, 24],
		[80, 9],
	])('of %ix%i shows the state of the sources and what to do, and nothing else', (columns, rows) => {
		const desk = deskAt(paused, {size: {columns, rows}});
		const shown = rowsOf(desk);
		expect(shown).toHaveLength(2);
		expect(shown[0]).toMatch(/k8s \d+s/);
		expect(shown[1]).toContain('enlarge to 40x10: keys that write are');
	});
});

test('at 40x10 the whole screen is there, in one column', () => {
	const desk = deskAt(paused, {size: {columns: 40, rows: 10}});
	const shown = rowsOf(desk);
	expect(shown).toHaveLength(10);
	expect(shown.join('\n')).toContain('shop/checkout');
	desk.press('enter');
	expect(rowsOf(desk).join('\n')).toMatch(/^ +back +2\.8\.1 by argo abort/m);
});
