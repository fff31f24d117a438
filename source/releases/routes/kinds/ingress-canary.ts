import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {INGRESSES, type IngressBackend, type IngressObject} from '../../../kinds/ingress.ts';
import {isCanary, nginxAnnotation, nginxKey} from '../../../kinds/ingress-nginx.ts';
import {canaryRules, canaryWeight, weightTotal} from '../ingress/canary-annotations.ts';
import {type CanaryIngress, withMain} from '../ingress/main-ingress.ts';
import type {Destination, RouteEntry} from '../route-kind.ts';
import {weightedRoute} from '../weighted-route.ts';

/**
 * The canary Ingress of ingress-nginx: of the requests of the main Ingress with the same host and path, its weight goes
 * to its own Service. It writes no status of it. Source: ingress-nginx's internal/ingress/annotations/canary,
 * internal/ingress/controller and rootfs/etc/nginx/lua/balancer.lua.
 */
export const ingressCanary = weightedRoute<CanaryIngress>({
	id: 'ingress-canary',
	title: safe`Ingress`,
	controller: safe`nginx`,
	anchor: INGRESSES,
	kinds: [],
	scale: {total: 'fixed', decimals: 0, isSummedAsFloat32: false},
	unsetWeight: 0,
	isAnnotated: true,
	completed: withMain,
	entries: ingress => (isCanary(ingress) ? [...byRules(ingress), byWeight(ingress)] : []),
	// Callers know hosts, people the main Ingress.
	called: ({main, metadata}) => ({services: [], host: main?.name ?? metadata.name}),
	unsettable,
	faults: ingress => [...reasonsOf(ingress), ...unreadWeight(ingress), ...stickySessions(ingress)],
});

/** The annotations that decide which requests the canary takes. */
const deciding = ['canary', 'canary-weight-total', 'canary-by-header', 'canary-by-header-value'];

function byWeight(ingress: CanaryIngress): RouteEntry {
	const {metadata} = ingress;
	const [total, weight] = [weightTotal(ingress), canaryWeight(ingress)];
	const taken = Math.min(total, Math.max(0, weight ?? 0));
	return {
		title: metadata.name,
		match: null,
		path: ['metadata', 'annotations'],
		identity: [...deciding, 'canary-by-header-pattern', 'canary-by-cookie'].map(nginxKey),
		list: {field: nginxKey('canary-weight'), at: 1, beside: ['spec']},
		isDiverted: false,
		destinations: [
			destinationOf(ingress.main?.pairs[0]?.stable ?? null, ingress, {weight: total - taken, role: 'stable'}),
			destinationOf(ownBackend(ingress), ingress, {weight: weight === null ? null : taken, role: 'canary'}),
		],
	};
}

/** Requests that go to the canary whatever its weight. */
function byRules(ingress: CanaryIngress): readonly RouteEntry[] {
	return canaryRules(ingress).map(match => ({
		title: safe`${ingress.metadata.name} by ${match.by}`,
		match: match.text,
		path: ['metadata', 'annotations'],
		identity: [],
		list: '',
		isDiverted: false,
		destinations: [destinationOf(ownBackend(ingress), ingress, {weight: null})],
	}));
}

function ownBackend({main, backends}: CanaryIngress): IngressBackend | null {
	return main?.pairs[0]?.canary ?? backends.find(({service}) => service !== null) ?? null;
}

function destinationOf(
	backend: IngressBackend | null,
	{metadata}: IngressObject,
	part: Pick<Destination, 'weight' | 'role'>,
): Destination {
	const service = backend?.service ?? null;
	return {
		host: service ?? safe`main Ingress`,
		subset: null,
		port: typeof backend?.port === 'number' ? backend.port : null,
		service: service === null ? null : {namespace: metadata.namespace, name: service},
		...part,
	};
}

function unsettable({metadata, backends, main}: CanaryIngress): SafeText | null {
	if (!main) return null;
	const [rival] = main.rivals;
	if (rival) return safe`nginx follows one canary Ingress of a host and path, the oldest: ${rival} is another`;
	const [pair, another] = main.pairs;
	if (!pair) {
		const {host, path} = backends[0] ?? {host: null, path: null};
		return safe`no other Ingress of namespace ${metadata.namespace} has its host and path (${host ?? safe`*`}${path ?? safe``}): nginx finds nothing to share`;
	}
	return another
		? safe`its one weight holds for several pairs of Services, ${pair.canary.service ?? safe``} and ${another.canary.service ?? safe``} among them`
		: null;
}

function reasonsOf(ingress: CanaryIngress): readonly SafeText[] {
	const reason = unsettable(ingress);
	return reason === null ? [] : [reason];
}

function unreadWeight(ingress: CanaryIngress): readonly SafeText[] {
	const written = nginxAnnotation(ingress, 'canary-weight');
	return written !== null && canaryWeight(ingress) === null
		? [safe`canary-weight ${written} is no whole number: nginx takes it for 0`]
		: [];
}

function stickySessions(ingress: CanaryIngress): readonly SafeText[] {
	const weight = canaryWeight(ingress) ?? 0;
	const isSplit = weight > 0 && weight < weightTotal(ingress);
	return ingress.main?.isSticky && isSplit && nginxAnnotation(ingress, 'affinity-canary-behavior') !== 'legacy'
		? [
				safe`sticky sessions: a client stays with the Service that served it first, so that the weight holds for new ones`,
			]
		: [];
}
