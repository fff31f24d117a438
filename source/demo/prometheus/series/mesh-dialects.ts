import type {MeshId} from '../../../domain/mesh-id.ts';
import type {ShopService} from '../../contract.ts';
import type {Dialect} from './dialect.ts';
import {istioDialect} from './istio-dialect.ts';
import {linkerdDialect} from './linkerd-dialect.ts';

/** In whose words the requests to a service are told; of two meshes where both have a proxy on their way. */
export type DialectsOf = (service: ShopService) => readonly Dialect[];

const dialects: Readonly<Record<MeshId, Dialect>> = {istio: istioDialect, linkerd: linkerdDialect};

/** `mixed`: namespaces that moved to Linkerd, while the others are in Istio; one service is counted by both. */
export function dialectsIn(mesh: MeshId | 'mixed'): DialectsOf {
	if (mesh !== 'mixed') return () => [dialects[mesh]];
	return ({namespace, name}) => {
		if (`${namespace}/${name}` === inBoth) return [istioDialect, linkerdDialect];
		return [moved.has(namespace) ? linkerdDialect : istioDialect];
	};
}

const moved: ReadonlySet<string> = new Set(['pay', 'data']);
const inBoth = 'pay/gateway';
