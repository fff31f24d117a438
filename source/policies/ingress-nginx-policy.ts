import type {Snapshot} from '../domain/cluster/kube-object.ts';
import type {NamedService} from '../domain/cluster/service-host.ts';
import {ident, line, type SafeText, safe} from '../domain/text/safe-text.ts';
import {INGRESSES, type IngressObject, isOneClass, isSamePlace} from '../kinds/ingress.ts';
import {isCanary, nginxAnnotation} from '../kinds/ingress-nginx.ts';
import type {PolicyReader, PolicyStatement} from './contract.ts';

/**
 * What annotations of Ingresses have ingress-nginx do with requests on their way to the Services. Defaults of the whole
 * controller are in its ConfigMap, which perch does not read.
 * Source: ingress-nginx's docs/user-guide/nginx-configuration/annotations.md.
 */
export const ingressNginxPolicy: PolicyReader = {
	id: 'ingress-nginx',
	kinds: [INGRESSES],
	policyOf({services, snapshot}) {
		const ingresses = mainIngressesOf(services, snapshot);
		return concepts.flatMap(([concept, textOf]) => {
			const found = ingresses.flatMap(ingress => {
				const text = textOf((name: string) => nginxAnnotation(ingress, name));
				return text === null ? [] : [safe`${text} (Ingress ${ingress.metadata.name})`];
			});
			return found.length === 0 ? [] : [{concept, text: line(found.join(' · ')), tone: 'text'} as const];
		});
	},
};

/** The Ingresses whose annotations count: those that lead to the Services, and the main ones of canaries that do. */
function mainIngressesOf(services: readonly NamedService[], snapshot: Snapshot): readonly IngressObject[] {
	return [...new Set(services.map(({namespace}) => namespace))].flatMap(namespace => {
		const all = snapshot.list(INGRESSES, namespace);
		const leads = ({backends}: IngressObject) =>
			backends.some(({service}) => services.some(one => one.namespace === namespace && one.name === service));
		const canaries = all.filter(ingress => isCanary(ingress) && leads(ingress));
		const isMainOf = (main: IngressObject, canary: IngressObject) =>
			isOneClass(main, canary) && main.backends.some(one => canary.backends.some(other => isSamePlace(one, other)));
		return all.filter(
			ingress => !isCanary(ingress) && (leads(ingress) || canaries.some(canary => isMainOf(ingress, canary))),
		);
	});
}

type Read = (name: string) => SafeText | null;

const concepts: readonly (readonly [PolicyStatement['concept'], (of: Read) => SafeText | null])[] = [
	['route', routeText],
	['limit', limitText],
	['access', accessText],
	['mirror', of => placed(safe`a copy of each request to`, of('mirror-target'))],
	['balancer', balancerText],
];

function routeText(of: Read): SafeText | null {
	const redirect = of('permanent-redirect') ?? of('temporal-redirect');
	// nginx answers itself, and nothing else counts.
	if (redirect !== null) return placed(safe`every request is redirected to`, redirect);
	return joined([
		[of('proxy-connect-timeout'), value => safe`${value}s to connect`],
		[of('proxy-read-timeout'), value => safe`${value}s to read`],
		[of('proxy-send-timeout'), value => safe`${value}s to send`],
		...retries(of),
	]);
}

type Part = readonly [SafeText | null, (value: SafeText) => SafeText];

function retries(of: Read): readonly Part[] {
	const on = of('proxy-next-upstream');
	if (on === 'off') return [[on, () => safe`no retries`]];
	const tries = of('proxy-next-upstream-tries');
	return [
		[on, value => safe`retries on ${value}`],
		[tries, value => (value === '0' ? safe`any number of tries` : safe`at most ${value} tries`)],
		[of('proxy-next-upstream-timeout'), value => safe`${value}s for all tries`],
	];
}

function limitText(of: Read): SafeText | null {
	const burst = of('limit-burst-multiplier') ?? safe`5`;
	return joined([
		[of('limit-connections'), value => safe`${value} connections of a client`],
		[of('limit-rpm'), value => safe`${value} requests/min of a client, ${burst} times that in a burst`],
		[of('limit-rps'), value => safe`${value} requests/s of a client, ${burst} times that in a burst`],
		[of('limit-rate'), value => safe`${value} kB/s of a connection`],
		[of('proxy-body-size'), value => safe`bodies up to ${value}`],
	]);
}

function accessText(of: Read): SafeText | null {
	return joined([
		[of('allowlist-source-range') ?? of('whitelist-source-range'), value => safe`only from ${value}`],
		[of('denylist-source-range'), value => safe`not from ${value}`],
		[of('auth-url'), value => safe`asks ${hostOf(value)} first`],
		[of('auth-type'), value => safe`${value} authentication`],
		[of('auth-tls-secret'), () => safe`with a client certificate`],
	]);
}

function balancerText(of: Read): SafeText | null {
	return joined([
		[of('affinity'), value => safe`a client stays with a pod, by ${value}`],
		[of('upstream-hash-by'), value => safe`by hash of ${value}`],
		[of('load-balance'), value => line(value.replaceAll('_', ' '))],
	]);
}

function placed(what: SafeText, url: SafeText | null): SafeText | null {
	return url === null ? null : safe`${what} ${hostOf(url)}`;
}

/** Neither user, password nor query of a URL, which may be secret. */
function hostOf(url: SafeText): SafeText {
	const host = /^[a-z]+:\/\/(?:[^/@]*@)?([^/?#]+)/.exec(url)?.[1];
	return host === undefined ? safe`a URL` : ident(host.replace(/\$.*/, ''));
}

function joined(parts: readonly Part[]): SafeText | null {
	const texts = parts.flatMap(([value, textOf]) => (value === null ? [] : [textOf(value)]));
	return texts.length === 0 ? null : line(texts.join(', '));
}
