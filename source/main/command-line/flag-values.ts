import {parseDurationMs} from '../../domain/time.ts';

/** Splits `a, b`. */
export function listed(text: string): readonly string[] {
	return text
		.split(',')
		.map(name => name.trim())
		.filter(name => name !== '');
}

/** Null where the text names nothing, or one name twice. */
export function namesIn(text: string | undefined): readonly [string, ...string[]] | null {
	const [first, ...others] = text === undefined ? [] : listed(text);
	return first !== undefined && new Set([first, ...others]).size === others.length + 1 ? [first, ...others] : null;
}

const usualWallSeconds = 15;
const leastWallSeconds = 5;

/** `15s`, `1m`, or nothing for the usual time; NaN for anything else. */
export function secondsOfWall(text: string): number {
	if (text === '') return usualWallSeconds;
	const seconds = (parseDurationMs(text) ?? Number.NaN) / 1000;
	return seconds >= leastWallSeconds ? seconds : Number.NaN;
}

const leastSinceMs = 3_600_000;
const mostSinceMs = 3_660 * 86_400_000;

/** `90d`, `36h`, in milliseconds; null for anything else, for less than an hour and for more than ten years. */
export function sinceMsOf(text: string): number | null {
	const days = /^(\d+)d$/.exec(text)?.[1];
	const sinceMs = days === undefined ? parseDurationMs(text) : Number(days) * 86_400_000;
	return sinceMs !== null && sinceMs >= leastSinceMs && sinceMs <= mostSinceMs ? sinceMs : null;
}
