import {expect, test} from 'vitest';
import {renderOnce} from '../../source/views/render-once.ts';
import {looks} from '../frames/look.ts';
import {deskAt} from './support/recorded.ts';

test.each([
	[40, 10],
	[60, 15],
	[80, 24],
	[120, 30],
	[160, 45],
])('at %ix%i the help reaches its last sign, and comes back within a few presses', (columns, rows) => {
	const desk = deskAt('argo-canary/01-healthy', {size: {columns, rows}});
	/** Without the header, whose ages go on. */
	const shown = () => renderOnce(desk.frame(), looks.noColour).split('\n').slice(1).join('\n');
	desk.press('?');
	const top = shown();
	desk.press('end');
	const end = shown();
	expect(end).toMatch(/yellow +a warning/);
	const isWhole = end === top;
	for (let presses = 0; !isWhole && shown() === end; presses += 1) {
		// A banner or a message may take some of the rows that the engine leaves free.
		if (presses > 8) throw new Error('up does not move the help');
		desk.press('up');
	}
	desk.press('home');
	expect(shown()).toBe(top);
	desk.press('pagedown');
	if (!isWhole) expect(shown()).not.toBe(top);
});
