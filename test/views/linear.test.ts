import {expect, test} from 'vitest';
import type {Frame} from '../../source/engine/screens/frame.ts';
import {linearText, wordsOf} from '../../source/views/linear.ts';
import {createCalmFrames} from '../../source/views/terminal/reader.tsx';
import {frameOf} from '../frames/cases/cases.ts';
import {homeCases} from '../frames/cases/home.ts';
import {otherCases} from '../frames/cases/others.ts';
import {releaseCases} from '../frames/cases/release.ts';
import {looks} from '../frames/look.ts';

const size = {columns: 80, rows: 24};
const cases = [...homeCases, ...releaseCases, ...otherCases];

test.each(cases)('$name is read without frames, charts and blank lines', frameCase => {
	const {texts: lines} = linearText(frameOf(frameCase, size), looks.noColour);
	expect(lines.length).toBeGreaterThan(0);
	for (const line of lines) {
		expect(line).not.toMatch(/[\u2500-\u259f\u2800-\u28ff]|^\s|\s$| {2}/);
		expect(line).toMatch(/[\p{L}\p{N}]/u);
	}
});

test('a dialog is read alone', () => {
	const withDialog = releaseCases.find(({confirm}) => confirm) ?? otherCases.find(({confirm}) => confirm);
	if (!withDialog) throw new Error('no case has a dialog');
	const {texts: lines} = linearText(frameOf(withDialog, size), looks.noColour);
	expect(lines.join('\n')).not.toMatch(/^perch/m);
});

test('figures and ages are no news, words are, and a key is always answered', () => {
	const frames = ['a 1s', 'a 2s', 'a 3s', 'b 3s'].map(text => text as unknown as Frame);
	let at = 0;
	const listeners = new Set<() => void>();
	const calm = createCalmFrames(
		{
			current: () => frames[at] as Frame,
			subscribe(listener) {
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
		},
		frame => wordsOf([frame as unknown as string]),
	);
	let heard = 0;
	calm.frames.subscribe(() => {
		heard += 1;
	});
	const publish = (next: number) => {
		at = next;
		for (const listener of listeners) listener();
	};
	publish(1);
	expect(heard).toBe(0);
	expect(calm.frames.current()).toBe(frames[0]);
	calm.expect();
	publish(2);
	expect(heard).toBe(1);
	publish(3);
	expect(heard).toBe(2);
	expect(calm.frames.current()).toBe(frames[3]);
});
