import {readdirSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {meanings, parseTheme} from '../../source/domain/theme.ts';
import {themeNamed} from '../frames/look.ts';

const names = readdirSync(new URL('../../themes/', import.meta.url)).map(file => file.replace(/\.json$/, ''));

describe.each(names)('theme %s', name => {
	const theme = themeNamed(name);

	test('is known by the name of its file', () => {
		expect(theme.name).toBe(name);
	});

	test('keeps red for harm and PROD, and gives no other badge the look of PROD', () => {
		const {critical: _harm, badgeProd, ...others} = theme.styles;
		const coloursOf = ({colour, background}: (typeof theme.styles)['text']) => [colour, background];
		for (const style of Object.values(others)) {
			for (const red of ['red', 'brightRed']) expect(coloursOf(style)).not.toContain(red);
		}
		for (const badge of [others.badgeDemo, others.badgeMode]) expect(badge).not.toEqual(badgeProd);
	});

	test('gives no quantile the colour of a version, of harm or of another quantile', () => {
		const {p50, p95, p99, stable, canary, critical, warning} = theme.styles;
		const quantiles = [p50, p95, p99].flatMap(({colour}) => colour ?? []);
		expect(new Set(quantiles).size).toBe(quantiles.length);
		for (const {colour} of [stable, canary, critical, warning]) expect(quantiles).not.toContain(colour);
	});

	test('shows nothing in the colour of its own background', () => {
		for (const style of Object.values(theme.styles)) {
			if (style.background !== undefined) expect(style.colour).not.toBe(style.background);
		}
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
	expect(wrong).toMatchObject({ok: false, error: expect.stringContaining('styles.text.colour')});
	expect(parseTheme('red')).toMatchObject({ok: false});
});
