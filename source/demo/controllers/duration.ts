const unitSeconds = {h: 3600, m: 60, s: 1} as const;

/** Whole seconds of a Go duration (`1m30s`) or a number of seconds; undefined when absent. */
export function durationSeconds(duration: number | string | undefined): number | undefined {
	if (duration === undefined) return undefined;
	if (typeof duration === 'number' || /^\d+$/.test(duration)) return Number(duration);
	const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)([hms])/g)];
	if (parts.length === 0) throw new Error(`Not a duration: ${duration}`);
	return parts.reduce((sum, [, value, unit]) => sum + Number(value) * unitSeconds[unit as keyof typeof unitSeconds], 0);
}

/** Resolves `25%` of a total; a plain number is returned as it is. */
export function resolvePercent(value: number | string, total: number, rounding: 'up' | 'down'): number {
	if (typeof value === 'number') return value;
	if (!value.endsWith('%')) return Number(value);
	const share = (Number(value.slice(0, -1)) * total) / 100;
	return rounding === 'up' ? Math.ceil(share) : Math.floor(share);
}
