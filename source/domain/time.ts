/** Milliseconds since the epoch of an RFC 3339 time, as Kubernetes writes it; null when it is not one. */
export function parseTime(text: string | undefined | null): number | null {
	if (!text) return null;
	const atMs = Date.parse(text);
	return Number.isNaN(atMs) ? null : atMs;
}

/** RFC 3339 in UTC, whole seconds: the form that Kubernetes takes. */
export function formatTime(atMs: number): string {
	return `${new Date(Math.floor(atMs / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}

/** `02:41:12`, UTC. */
export function clockTime(atMs: number): string {
	return iso(atMs).slice(11, 19);
}

/** A past or future time: `02:41:12` on the same day as `nowMs`, else with its date: `2026-11-19 02:41`. */
export function clockTimeSince(atMs: number, nowMs: number): string {
	const [at, now] = [iso(atMs), iso(nowMs)];
	return at.slice(0, 10) === now.slice(0, 10) ? at.slice(11, 19) : `${at.slice(0, 10)} ${at.slice(11, 16)}`;
}

/** The largest number of the field, which Kubernetes takes for no deadline at all. */
const noDeadlineSeconds = 2_147_483_647;

/** When a wait that began at `sinceMs` is given up; null where the wait has no end, or no known beginning. */
export function deadlineMs(sinceMs: number | null, seconds: number | null): number | null {
	return sinceMs === null || seconds === null || seconds >= noDeadlineSeconds ? null : sinceMs + seconds * 1000;
}

/** The last second that has a date of this form. */
const lastMs = Date.UTC(9999, 11, 31, 23, 59, 59);

function iso(atMs: number): string {
	return new Date(Math.min(atMs, lastMs)).toISOString();
}

/** A duration as Argo Rollouts writes it: a number of seconds, or Go's `1h30m`, `20s`, `500ms`; null when neither. */
export function parseDurationMs(value: string | number | undefined | null): number | null {
	if (value === undefined || value === null) return null;
	if (typeof value === 'number') return value * 1000;
	if (/^\d+$/.test(value)) return Number(value) * 1000;
	const unitMs: Readonly<Record<string, number>> = {
		ms: 1,
		s: 1000,
		m: 60_000,
		h: 3_600_000,
	};
	let totalMs = 0;
	let rest = value;
	while (rest.length > 0) {
		const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)/.exec(rest);
		if (!match) return null;
		totalMs += Number(match[1]) * (unitMs[match[2] ?? ''] ?? 0);
		rest = rest.slice(match[0].length);
	}
	return value.length > 0 ? totalMs : null;
}

/** One unit, for ages: `8s`, `4m`, `3h`, `6d`. */
export function formatAge(durationMs: number): string {
	const seconds = Math.max(0, Math.floor(durationMs / 1000));
	if (seconds < 60) return `${seconds}s`;
	if (seconds < 3_600) return `${Math.floor(seconds / 60)}m`;
	if (seconds < 172_800) return `${Math.floor(seconds / 3_600)}h`;
	return `${Math.floor(seconds / 86_400)}d`;
}

/** `8s`, `4m12s`, `3h05m`, `2d23h`: at most two units, rounded to the smaller one, never negative. */
export function formatDuration(durationMs: number): string {
	const seconds = Math.max(0, Math.round(durationMs / 1000));
	if (seconds < 60) return `${seconds}s`;
	if (seconds < 3_600) return twoUnits(seconds, 60, 'm', 's');
	const minutes = Math.round(seconds / 60);
	if (minutes < 48 * 60) return twoUnits(minutes, 60, 'h', 'm');
	return twoUnits(Math.round(seconds / 3_600), 24, 'd', 'h');
}

function twoUnits(count: number, perUnit: number, unit: string, smaller: string): string {
	const rest = count % perUnit;
	const whole = `${Math.floor(count / perUnit)}${unit}`;
	return rest === 0 ? whole : `${whole}${String(rest).padStart(2, '0')}${smaller}`;
}
