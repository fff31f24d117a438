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
	return new Date(atMs).toISOString().slice(11, 19);
}

/** `02:41:12` where it is of the same day, else with its date: `2026-11-19 02:41`. */
export function clockTimeSince(atMs: number, nowMs: number): string {
	const [at, now] = [new Date(atMs).toISOString(), new Date(nowMs).toISOString()];
	return at.slice(0, 10) === now.slice(0, 10) ? at.slice(11, 19) : `${at.slice(0, 10)} ${at.slice(11, 16)}`;
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

/** `8s`, `4m12s`, `3h05m`, `6d`: at most two units, never negative. */
export function formatDuration(durationMs: number): string {
	const seconds = Math.max(0, Math.round(durationMs / 1000));
	if (seconds < 60) return `${seconds}s`;
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${String(seconds % 60).padStart(2, '0')}s`;
	const hours = Math.floor(minutes / 60);
	if (hours < 48) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${String(minutes % 60).padStart(2, '0')}m`;
	return `${Math.floor(hours / 24)}d`;
}
