import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {IngressObject} from '../../../kinds/ingress.ts';
import {nginxAnnotation} from '../../../kinds/ingress-nginx.ts';

/** Of `weightTotal` requests; null where none is written, or no whole number, which nginx takes for 0. */
export function canaryWeight(ingress: IngressObject): number | null {
	return wholeOf(nginxAnnotation(ingress, 'canary-weight'));
}

/** What counts as all requests: nginx takes a total below 100 for 100. */
export function weightTotal(ingress: IngressObject): number {
	return Math.max(100, wholeOf(nginxAnnotation(ingress, 'canary-weight-total')) ?? 0);
}

function wholeOf(text: string | null): number | null {
	return text !== null && /^[+-]?\d{1,9}$/.test(text) ? Number(text) : null;
}

/** Requests that always go to the canary: a header counts before a cookie, and both before the weight. */
export function canaryRules(ingress: IngressObject): readonly {readonly by: SafeText; readonly text: SafeText}[] {
	const of = (name: string) => nginxAnnotation(ingress, name);
	const [header, value, pattern] = [
		of('canary-by-header'),
		of('canary-by-header-value'),
		of('canary-by-header-pattern'),
	];
	const cookie = of('canary-by-cookie');
	const condition = value !== null ? safe`= ${value}` : pattern !== null ? safe`like ${pattern}` : safe`= always`;
	return [
		...(header === null ? [] : [{by: safe`header`, text: safe`header ${header} ${condition}`}]),
		...(cookie === null ? [] : [{by: safe`cookie`, text: safe`cookie ${cookie} = always`}]),
	];
}
