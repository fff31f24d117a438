import type {KubeObject} from '../../contract.ts';
import {isRecord} from '../frozen-json.ts';

/** The value at a dotted path. */
export function at(object: KubeObject, path: string): unknown {
	let value: unknown = object;
	for (const part of path.split('.')) value = isRecord(value) ? value[part] : undefined;
	return value;
}

export function texts(object: KubeObject, field: string): string | undefined {
	const value = object[field];
	return typeof value === 'string' ? value : undefined;
}

/** `31m`, `5d4h`: how kubectl shortens a duration. */
export function ageCell(since: string | undefined, nowMs: number): string {
	const sinceMs = Date.parse(since ?? '');
	if (Number.isNaN(sinceMs)) return '<unknown>';
	const seconds = Math.floor((nowMs - sinceMs) / 1_000);
	if (seconds < -1) return '<invalid>';
	if (seconds < 120) return `${Math.max(0, seconds)}s`;
	const minutes = Math.floor(seconds / 60);
	if (minutes < 10) return both(minutes, 'm', seconds % 60, 's');
	if (minutes < 180) return `${minutes}m`;
	const hours = Math.floor(minutes / 60);
	if (hours < 8) return both(hours, 'h', minutes % 60, 'm');
	if (hours < 48) return `${hours}h`;
	const days = Math.floor(hours / 24);
	if (days < 8) return both(days, 'd', hours % 24, 'h');
	if (days < 365 * 2) return `${days}d`;
	const years = Math.floor(days / 365);
	return years < 8 ? both(years, 'y', days % 365, 'd') : `${years}y`;
}

function both(large: number, largeUnit: string, small: number, smallUnit: string): string {
	return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}
