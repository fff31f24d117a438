import type {SafeText} from '../domain/text/safe-text.ts';
import type {IngressObject} from './ingress.ts';

/** The full name of one of ingress-nginx's annotations. */
export function nginxKey(name: string): string {
	return `nginx.ingress.kubernetes.io/${name}`;
}

/** Null where it is not written, or empty. */
export function nginxAnnotation({metadata}: IngressObject, name: string): SafeText | null {
	return metadata.annotations[nginxKey(name)] || null;
}

/** Of a canary Ingress nginx reads the annotations about the canary and a few others; the rest is the main Ingress'. */
export function isCanary(ingress: IngressObject): boolean {
	return truths.has(nginxAnnotation(ingress, 'canary') ?? '');
}

/** What Go's strconv.ParseBool takes for true. */
const truths: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
