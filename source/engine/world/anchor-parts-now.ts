import type {ReleaseKey} from '../../domain/cluster/keys.ts';
import type {KubeObject} from '../../domain/cluster/kube-object.ts';
import type {Release} from '../../domain/release/release.ts';
import type {GatewayRouteObject} from '../../kinds/gateway-route.ts';
import type {ServiceObject} from '../../kinds/service.ts';
import {
	type AnchorRelease,
	type AnchorRoute,
	type AnchorService,
	anchorRelease,
	anchorRoute,
	anchorService,
} from '../../traffic/anchor-parts.ts';
import {pathOf} from '../../traffic/service-namings.ts';
import {createKeptParts} from './kept-parts.ts';

/** All by which series find their rows and versions; each list is the same while nothing of it changes. */
export interface AnchorParts {
	readonly releases: readonly AnchorRelease[];
	readonly services: readonly AnchorService[];
	readonly routes: readonly AnchorRoute[];
}

export function createAnchorParts(): (of: {
	readonly releases: ReadonlyMap<ReleaseKey, Release>;
	readonly services: readonly ServiceObject[];
	readonly routes: readonly GatewayRouteObject[];
}) => AnchorParts {
	const ofReleases = createKeptParts((release: Release) => release.key, anchorRelease);
	const ofServices = createKeptParts<ServiceObject, AnchorService>(pathOfObject, anchorService);
	const ofRoutes = createKeptParts<GatewayRouteObject, AnchorRoute>(pathOfObject, anchorRoute);
	return ({releases, services, routes}) => ({
		releases: ofReleases([...releases.values()]),
		services: ofServices(services),
		routes: ofRoutes(routes),
	});
}

function pathOfObject({metadata: {namespace, name}}: KubeObject): string {
	return pathOf(namespace, name);
}
