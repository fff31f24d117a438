import type {Snapshot} from '../domain/cluster/kube-object.ts';
import type {NamedService} from '../domain/cluster/service-host.ts';
import {line, type SafeText, safe} from '../domain/text/safe-text.ts';
import type {GatewayRouteObject, GatewayRule} from '../kinds/gateway-route.ts';
import {HTTP_ROUTES} from '../kinds/http-route.ts';
import {LINKERD_HTTP_ROUTES} from '../kinds/linkerd-http-route.ts';
import type {PolicyReader} from './contract.ts';

/** Timeouts and retries of HTTPRoutes, both the Gateway API's and Linkerd's own. */
export const gatewayPolicy: PolicyReader = {
	id: 'gateway-api',
	kinds: [HTTP_ROUTES, LINKERD_HTTP_ROUTES],
	policyOf({services, snapshot}) {
		const texts = [HTTP_ROUTES, LINKERD_HTTP_ROUTES].flatMap(kind =>
			routesOf(kind, services, snapshot).flatMap(({metadata, rules}) =>
				rules.flatMap(rule => {
					const text = settingsText(rule);
					if (text === null) return [];
					const match = rule.match === null ? safe`` : safe`: ${rule.match}`;
					return [safe`${text} (HTTPRoute ${metadata.name}${match})`];
				}),
			),
		);
		return texts.length === 0 ? [] : [{concept: 'route', text: line(texts.join(' · ')), tone: 'text'}];
	},
};

/** The routes of calls to one of the Services, and the routes from a gateway to one of them. */
function routesOf(
	kind: typeof HTTP_ROUTES,
	services: readonly NamedService[],
	snapshot: Snapshot,
): readonly GatewayRouteObject[] {
	return snapshot.list(kind).filter(({metadata, parents, rules}) => {
		const isOne = (ref: {
			readonly kind: SafeText | null;
			readonly name: SafeText;
			readonly namespace: SafeText | null;
		}) =>
			services.some(({namespace, name}) => ref.name === name && (ref.namespace ?? metadata.namespace) === namespace);
		if (parents.some(parent => parent.kind === 'Service' && isOne(parent))) return true;
		const isAtGateway = parents.some(({kind: of}) => of === null || of === 'Gateway');
		return (
			isAtGateway &&
			rules.some(({backends}) => backends.some(backend => (backend.kind ?? 'Service') === 'Service' && isOne(backend)))
		);
	});
}

function settingsText({timeout, backendTimeout, retry}: GatewayRule): SafeText | null {
	const codes = retry && retry.codes.length > 0 ? safe` on ${line(retry.codes.join(','))}` : safe``;
	const parts = [
		...(timeout === null ? [] : [safe`timeout ${timeout}`]),
		...(backendTimeout === null ? [] : [safe`${backendTimeout} a try`]),
		...(retry === null
			? []
			: [retry.attempts === null ? safe`retries${codes}` : safe`${retry.attempts} retries${codes}`]),
	];
	return parts.length === 0 ? null : line(parts.join(', '));
}
