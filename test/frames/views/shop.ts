import {line, safe} from '../../../source/domain/safe-text.ts';
import type {FooterView} from '../../../source/engine/screens/footer.ts';
import type {HeaderView} from '../../../source/engine/screens/header.ts';
import type {ServiceRow} from '../../../source/engine/screens/service-row.ts';

/** A believable shop at 02:41:12 UTC: the figures of all screens agree with each other. */
export const nowMs = Date.UTC(2026, 10, 21, 2, 41, 12);

export function value(amount: number): ServiceRow['requestsPerSecond'] {
	return {kind: 'value', value: amount, atMs: nowMs - 18_000};
}

export const header: HeaderView = {
	context: safe`prod-eu1`,
	isProtected: true,
	environment: null,
	isDemo: false,
	isInsecure: false,
	isReadOnly: false,
	scope: safe`all ns`,
	user: safe`ana@corp`,
	nowMs,
	cluster: {state: 'fresh', ageSeconds: 1, problem: null},
	metrics: {state: 'fresh', ageSeconds: 18, problem: null},
	frozenSeconds: null,
	banners: [],
};

export function footer(keys: readonly (readonly [key: string, label: string, disabledBecause?: string])[]): FooterView {
	return {
		keys: keys.map(([key, label, disabledBecause]) => ({
			key: line(key),
			label: line(label),
			disabledBecause: disabledBecause === undefined ? null : line(disabledBecause),
		})),
		message: null,
		filter: null,
	};
}
