import {readFileSync} from 'node:fs';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {verb} from '../../source/domain/release/verb.ts';
import {block, ident, line, safe} from '../../source/domain/text/safe-text.ts';
import {selectedLine, span} from '../../source/views/lines/line.ts';
import {paintLine} from '../../source/views/lines/paint.ts';
import {looks, themeNamed} from '../frames/look.ts';

const file = new URL('../fixtures/hostile-strings.json', import.meta.url);
const vectors: readonly (readonly [string, string, string, string])[] = JSON.parse(readFileSync(file, 'utf8'));
const neutralisers = {ident, line, block};
const ownSgr = /\u001b\[[\d;]+m/g;

describe('text from outside', () => {
	test.each(vectors)('(%s) drives nothing on the terminal', (_name, mode, input) => {
		const text = neutralisers[mode as keyof typeof neutralisers](input);
		for (const look of Object.values(looks)) {
			const row = paintLine([span(text), span(safe` end`, 'critical')], 120, look);
			expect(row.replaceAll(ownSgr, '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
			expect(stringWidth(row)).toBe(120);
		}
	});

	test('is drawn with its escapes in a style of their own', () => {
		const row = paintLine([span(line('ok\u001b[2Jfine'))], 20, looks.colour);
		expect(row).toContain('ok\u001b[4;35m^[\u001b[0m[2Jfine');
	});
});

test('a verb in a sentence is named by its key, which takes one cell as well', () => {
	const text = safe`held: ${verb('resume')} resumes, ${verb('jump')} has no key of its own`;
	const row = paintLine([span(text)], 60, looks.noColour);
	expect(row.trimEnd()).toBe('held: r resumes, : has no key of its own');
	expect(stringWidth(row)).toBe(60);
});

describe('without colour', () => {
	test('there is no colour SGR, and the selected row is bold and underlined behind its sign', () => {
		const row = paintLine(selectedLine([span(safe`>`), span(safe`shop/cart`, 'critical')]), 12, looks.noColour);
		expect(row).toBe('\u001b[1;4m>\u001b[0m\u001b[1;4mshop/cart\u001b[0m  ');
	});

	test('the mono theme never needs a colour', () => {
		const styles = Object.values(themeNamed('mono').styles);
		expect(styles.filter(style => style.colour !== undefined || style.background !== undefined)).toEqual([]);
	});
});

describe('a row', () => {
	test('that is too long ends in …, in ASCII in ~', () => {
		expect(paintLine([span(safe`one`), span(safe`two`)], 3, looks.noColour)).toBe('on…');
		expect(paintLine([span(safe`one`), span(safe`two`)], 3, looks.ascii)).toBe('on~');
		expect(paintLine([span(safe`one`)], 3, looks.ascii)).toBe('one');
	});

	test('holds no line feed', () => {
		expect(paintLine([span(block('a\nb'))], 5, looks.noColour)).toBe('a b  ');
	});
});
