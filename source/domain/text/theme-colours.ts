import type {Meaning, Rgb, Style, Theme} from './theme.ts';

/** What a terminal can show beside its own 16 colours. */
export type ColourDepth = '16' | '256' | 'truecolour';

/** The theme with the colours that this terminal can show. A meaning without a background gets that of `text`, so
 * that a theme can paint the whole screen; the selected row keeps what it marks. */
export function themeAtDepth(theme: Theme, depth: ColourDepth): Theme {
	const {background: page} = shownStyle(theme.styles.text, depth);
	const styles = Object.entries(theme.styles).map(([meaning, style]) => {
		const shown = shownStyle(style, depth);
		const isBare = shown.background === undefined && page !== undefined && meaning !== 'selected';
		return [meaning, isBare ? {...shown, background: page} : shown];
	});
	return {...theme, styles: Object.fromEntries(styles) as Record<Meaning, Style>};
}

function shownStyle({exact, ...style}: Style, depth: ColourDepth): Style {
	if (exact === undefined || depth === '16') return style;
	const shown = (rgb: Rgb | undefined) => (rgb === undefined || depth === 'truecolour' ? rgb : nearestInPalette(rgb));
	return {...style, colour: shown(exact.colour), background: shown(exact.background)};
}

/** Red, green and blue, 0 to 255. */
export type Channels = readonly [number, number, number];

export function channelsOf(rgb: Rgb): Channels {
	const value = Number.parseInt(rgb.slice(1), 16);
	return [value >> 16, (value >> 8) & 0xff, value & 0xff];
}

/** The red, green and blue of a colour of xterm's palette, 16 to 255: a cube of six steps, then 24 greys. */
export function paletteChannels(index: number): Channels {
	if (index >= firstGrey) {
		const grey = 8 + 10 * (index - firstGrey);
		return [grey, grey, grey];
	}
	const at = index - firstOfCube;
	const step = (of: number) => cubeSteps[of % 6] ?? 0;
	return [step(Math.floor(at / 36)), step(Math.floor(at / 6)), step(at)];
}

const firstOfCube = 16;
const firstGrey = 232;
const cubeSteps = [0, 95, 135, 175, 215, 255];
const palette = Array.from({length: 256 - firstOfCube}, (_, at) => firstOfCube + at);

function nearestInPalette(rgb: Rgb): number {
	const wanted = channelsOf(rgb);
	const distance = (index: number) =>
		paletteChannels(index).reduce((sum, channel, at) => sum + (channel - (wanted[at] ?? 0)) ** 2, 0);
	return palette.reduce((best, index) => (distance(index) < distance(best) ? index : best));
}
