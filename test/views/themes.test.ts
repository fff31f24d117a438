import {readdirSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {type Meaning, meanings, parseTheme, type Style} from '../../source/domain/text/theme.ts';
import {themeAtDepth} from '../../source/domain/text/theme-colours.ts';
import {span} from '../../source/views/lines/line.ts';
import {paintLine} from '../../source/views/lines/paint.ts';
import {themeNamed} from '../frames/look.ts';
import {contrast, difference, shownAs, visions} from './colour-measures.ts';

const names = readdirSync(new URL('../../themes/', import.meta.url)).map(file => file.replace(/\.json$/, ''));
const depths = ['256', 'truecolour'] as const;

describe.each(names)('theme %s', name => {
	const theme = themeNamed(name);

	test('is known by the name of its file', () => {
		expect(theme.name).toBe(name);
	});

	test('keeps red for harm and PROD, and yellow for warnings', () => {
		const {critical, badgeProd, warning, badgeMode, ...others} = theme.styles;
		const coloursOf = ({colour, background, exact}: Style) => [
			...new Set([colour, background, exact?.colour, exact?.background]),
		];
		for (const style of Object.values(others)) {
			for (const kept of ['red', 'brightRed', 'yellow', 'brightYellow']) expect(coloursOf(style)).not.toContain(kept);
			for (const kept of [critical, warning].flatMap(one => one.exact?.colour ?? []))
				expect(coloursOf(style)).not.toContain(kept);
		}
		for (const badge of [others.badgeDemo, others.badgeStaging, badgeMode]) expect(badge).not.toEqual(badgeProd);
	});

	test('gives no quantile the colour of a version, of harm or of another quantile', () => {
		for (const at of ['16', ...depths] as const) {
			const {p50, p95, p99, stable, canary, critical, warning} = themeAtDepth(theme, at).styles;
			const quantiles = [p50, p95, p99].flatMap(({colour}) => colour ?? []);
			expect(new Set(quantiles).size).toBe(quantiles.length);
			for (const {colour} of [stable, canary, critical, warning]) expect(quantiles).not.toContain(colour);
		}
	});

	test('shows nothing in the colour of its own background', () => {
		for (const style of meanings.map(meaning => themeAtDepth(theme, '16').styles[meaning])) {
			if (style.background !== undefined) expect(style.colour).not.toBe(style.background);
		}
	});
});

describe('contrast (WCAG 2.2, 1.4.3 and 1.4.11)', () => {
	/** What the terminal's background may be; a theme that paints its own needs no assumption. */
	const backgrounds = {
		dark: ['#000000', '#282c34'],
		light: ['#ffffff', '#fdf6e3'],
		'high-contrast': [],
		'colour-blind': [],
	} as const;
	const least = {dark: 4.5, light: 4.5, 'high-contrast': 7, 'colour-blind': 4.5} as const;

	test.each(
		(Object.keys(backgrounds) as (keyof typeof backgrounds)[]).flatMap(name => depths.map(depth => ({name, depth}))),
	)('$name at $depth: every meaning can be read, also on the selected row', ({name, depth}) => {
		const {styles} = themeAtDepth(themeNamed(name), depth);
		for (const meaning of meanings) {
			const style = styles[meaning];
			// The terminal's own text colour; its owner chose it for its background. Inversion keeps the contrast.
			if (style.colour === undefined) continue;
			for (const background of style.background === undefined ? backgrounds[name] : [style.background]) {
				const ratio = contrast(shownAs(style.colour), shownAs(background));
				expect(ratio, `${meaning} on ${background}`).toBeGreaterThanOrEqual(meaning === 'border' ? 3 : least[name]);
			}
		}
	});

	test('themes that paint their own background leave no meaning without it', () => {
		for (const name of ['high-contrast', 'colour-blind'] as const) {
			const {selected: _selected, ...styles} = themeAtDepth(themeNamed(name), '256').styles;
			for (const style of Object.values(styles)) expect(style.background).toBeDefined();
		}
	});
});

describe('the theme colour-blind', () => {
	const together: readonly (readonly Meaning[])[] = [
		['critical', 'warning', 'good', 'moving'],
		['stable', 'canary'],
		['p50', 'p95', 'p99'],
	];

	test.each(Object.keys(visions).flatMap(vision => depths.map(depth => ({vision, depth}))))(
		'keeps apart with $vision, at $depth, what must be told apart',
		({vision, depth}) => {
			const {styles} = themeAtDepth(themeNamed('colour-blind'), depth);
			const seen = (meaning: Meaning) => visions[vision as keyof typeof visions](shownAs(styles[meaning].colour));
			for (const group of together) {
				for (const [at, one] of group.entries()) {
					for (const other of group.slice(at + 1))
						expect(difference(seen(one), seen(other)), `${one} and ${other}`).toBeGreaterThanOrEqual(20);
				}
			}
		},
	);

	test('the measure bites: red and green of one lightness are one colour with deuteranopia', () => {
		const {deuteranopia, 'all colours': normal} = visions;
		const [red, green] = [shownAs('#d0604c'), shownAs('#909048')];
		expect(difference(normal(red), normal(green))).toBeGreaterThan(40);
		expect(difference(deuteranopia(red), deuteranopia(green))).toBeLessThan(20);
	});
});

describe('exact colours', () => {
	const theme = themeNamed('dark');
	const painted = (depth: '16' | '256' | 'truecolour') =>
		paintLine([span(safe`x`, 'warning')], 1, {theme: themeAtDepth(theme, depth), hasColour: true, charset: 'utf8'});

	test('are written only where the terminal has more than 16', () => {
		expect(painted('16')).toBe('\u001b[93mx\u001b[0m');
		expect(painted('256')).toBe('\u001b[38;5;221mx\u001b[0m');
		expect(painted('truecolour')).toBe('\u001b[38;2;255;215;95mx\u001b[0m');
	});
});

test('a theme that lacks a meaning or knows another one is refused, with the field', () => {
	const whole = themeNamed('default');
	const {critical: _critical, ...lacking} = whole.styles;
	expect(parseTheme({...whole, styles: lacking})).toMatchObject({
		ok: false,
		error: expect.stringContaining('styles.critical'),
	});
	const more = parseTheme({...whole, styles: {...whole.styles, fancy: {}}});
	expect(more).toMatchObject({ok: false, error: expect.stringContaining('styles.fancy')});
	const wrong = parseTheme({...whole, styles: {...whole.styles, [meanings[0]]: {colour: '#ff0000'}}});
	expect(wrong).toMatchObject({ok: false, error: expect.stringContaining('styles.text.colour: must be one of')});
	const inexact = parseTheme({...whole, styles: {...whole.styles, key: {exact: {colour: 'red'}}}});
	expect(inexact).toMatchObject({
		ok: false,
		error: expect.stringContaining('styles.key.exact.colour: must be #rrggbb'),
	});
	expect(parseTheme('red')).toMatchObject({ok: false});
});
