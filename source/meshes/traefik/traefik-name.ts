import type {ToldName} from '../../domain/signals/told-name.ts';
import {ident} from '../../domain/text/safe-text.ts';

/**
 * Which Service one of Traefik's services balances, by its name: `NAME@PROVIDER`. Of an Ingress, a split and older
 * routes the name is `NAMESPACE-SERVICE-PORT`; of a route of the Gateway API
 * `httproute-NAMESPACE-ROUTE-gw-NAMESPACE-GATEWAY-ep-ENTRYPOINT-RULE-HASH-svc-NAMESPACE-SERVICE-BACKEND`. An IngressRoute's
 * rule with a single Service is `NAMESPACE-ROUTE-HASH`, in which no Service is found; nor does perch know what other
 * providers call theirs. Source: Traefik's pkg/provider/kubernetes.
 */
export function traefikName(service: string): ToldName | null {
	const [, name, provider] = /^(.+)@([^@]+)$/.exec(service) ?? [];
	if (name === undefined || !providers.has(provider ?? '')) return null;
	const backend = provider === 'kubernetesgateway' ? backendOfRoute.exec(name)?.[1] : undefined;
	const dashed = {kind: 'dashed', namespace: null} as const;
	return backend === undefined
		? {...dashed, text: ident(name)}
		: {...dashed, text: ident(backend), isWithoutPort: true};
}

const providers: ReadonlySet<string> = new Set(['kubernetes', 'kubernetescrd', 'kubernetesgateway']);

/** The first `-svc-` after the rule's number, with or without its hash. */
const backendOfRoute = /-ep-.+?-\d+(?:-[0-9a-f]+)?-svc-(.+)-\d+$/;
