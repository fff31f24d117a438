import {expect, test} from 'vitest';
import type {Frame} from '../../source/engine/screens/frame.ts';
import {linearText, wordsOf} from '../../source/views/linear.ts';
import {createCalmFrames} from '../../source/views/terminal/reader.tsx';
import {frameOf} from '../frames/cases/cases.ts';
import {dialogCases} from '../frames/cases/dialogs.ts';
import {listCases} from '../frames/cases/lists.ts';
import {releaseCases} from '../frames/cases/releases.ts';
import {looks} from '../frames/look.ts';

const size = {columns: 80, rows: 24};
const cases = [...listCases, ...releaseCases, ...dialogCases];

test.each(cases)('$name is read without frames, charts and blank lines', frameCase => {
	const {texts: lines} = linearText(frameOf(frameCase, size), looks.noColour);
	expect(lines.length).toBeGreaterThan(0);
	for (const line of lines) {
		expect(line).not.toMatch(/[\u2500-\u259f\u2800-\u28ff]|^\s|\s$| {2}/);
		expect(line).toMatch(/\p{L}{2}|\p{N}/u);
		expect(line).not.toMatch(/^[\d.]+[kMGT]?, [sc](?:, |$)/);
	}
});

test.each(cases)('$name is read with the same words in ASCII', frameCase => {
	const {texts: lines} = linearText(frameOf(frameCase, size), looks.noColour);
	const {texts: ascii} = linearText(frameOf(frameCase, size), looks.ascii);
	expect(ascii).toHaveLength(lines.length);
	for (const [at, line] of ascii.entries()) {
		expect(line).toMatch(/^[ -~]+$/);
		expect(
			line
				.replaceAll(/\\u\{?[0-9a-f]+\}?/g, ' ')
				.match(/[a-z]{3,}/gi)
				?.filter(word => !lines[at]?.includes(word)) ?? [],
		).toEqual([]);
	}
});

test('a dialog is read alone', () => {
	const [withDialog] = dialogCases;
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
