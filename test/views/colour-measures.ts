import {colours, type Style} from '../../source/domain/text/theme.ts';
import {type Channels, channelsOf, paletteChannels} from '../../source/domain/text/theme-colours.ts';

/** A colour in linear light, 0 to 1. */
export type Light = readonly [number, number, number];

/** The light of a colour whose red, green and blue are known; the 16 named ones are as the terminal's owner chose. */
export function shownAs(colour: Style['colour']): Light {
	if (typeof colour === 'number') return linear(paletteChannels(colour));
	if (colour?.startsWith('#')) return linear(channelsOf(colour as `#${string}`));
	throw new Error(`nobody knows how ${colour ?? 'no colour'} of ${colours.length} looks`);
}

// IEC 61966-2-1 (sRGB).
function linear(channels: Channels): Light {
	const one = (channel: number) => {
		const value = channel / 255;
		return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	};
	return [one(channels[0]), one(channels[1]), one(channels[2])];
}

/** The contrast ratio of WCAG 2.2, 1 to 21. */
export function contrast(one: Light, other: Light): number {
	const [dark = 0, bright = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
	return (bright + 0.05) / (dark + 0.05);
}

function luminance([red, green, blue]: Light): number {
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

type Vision = (light: Light) => Light;

/** How a colour is seen. Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color
 * Vision Deficiency", 2009, severity 1.0. */
export const visions = {
	'all colours': light => light,
	protanopia: seenBy([
		0.152_286, 1.052_583, -0.204_868, 0.114_503, 0.786_281, 0.099_216, -0.003_882, -0.048_116, 1.051_998,
	]),
	deuteranopia: seenBy([
		0.367_322, 0.860_646, -0.227_968, 0.280_085, 0.672_501, 0.047_413, -0.011_82, 0.042_94, 0.968_881,
	]),
	tritanopia: seenBy([
		1.255_528, -0.076_749, -0.178_779, -0.078_411, 0.930_809, 0.147_602, 0.004_733, 0.691_367, 0.3039,
	]),
} as const satisfies Record<string, Vision>;

function seenBy(matrix: readonly number[]): Vision {
	return ([red, green, blue]) => {
		const row = (at: number) => (matrix[at] ?? 0) * red + (matrix[at + 1] ?? 0) * green + (matrix[at + 2] ?? 0) * blue;
		const within = (value: number) => Math.min(1, Math.max(0, value));
		return [within(row(0)), within(row(3)), within(row(6))];
	};
}

/** The distance in CIELAB (CIE 1976): 2 is just noticeable, 20 is another colour at a glance. */
export function difference(one: Light, other: Light): number {
	const [a, b] = [lab(one), lab(other)];
	return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function lab([red, green, blue]: Light): Light {
	const curve = (value: number) => (value > 216 / 24_389 ? Math.cbrt(value) : ((24_389 / 27) * value + 16) / 116);
	const x = curve((0.412_456_4 * red + 0.357_576_1 * green + 0.180_437_5 * blue) / 0.950_47);
	const y = curve(0.212_672_9 * red + 0.715_152_2 * green + 0.072_175 * blue);
	const z = curve((0.019_333_9 * red + 0.119_192 * green + 0.950_304_1 * blue) / 1.088_83);
	return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
