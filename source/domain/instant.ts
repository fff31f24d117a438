import {parseTime} from './time.ts';

/** A moment as exact as a container's log has it: milliseconds would make lines of one burst equal. */
export interface Instant {
	/** Whole seconds since the epoch. */
	readonly seconds: number;
	/** 0 to 999,999,999. */
	readonly nanos: number;
}

/** An RFC 3339 time of any offset, with up to nine digits after the second; null when it is none. */
export function parseInstant(text: string): Instant | null {
	const [, second, fraction = '', offset] = form.exec(text) ?? [];
	if (second === undefined) return null;
	const atMs = parseTime(`${second}${offset}`);
	return atMs === null ? null : {seconds: atMs / 1000, nanos: Number(fraction.padEnd(9, '0'))};
}

const form = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)$/;

/** Negative where the first is earlier. */
export function compareInstants(one: Instant, other: Instant): number {
	return one.seconds - other.seconds || one.nanos - other.nanos;
}

export function instantMs({seconds, nanos}: Instant): number {
	return seconds * 1000 + Math.floor(nanos / 1_000_000);
}

export function instantOf(atMs: number): Instant {
	const seconds = Math.floor(atMs / 1000);
	return {seconds, nanos: Math.round((atMs - seconds * 1000) * 1_000_000)};
}
