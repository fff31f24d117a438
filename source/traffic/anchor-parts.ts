import type {Labels, Metadata} from '../domain/cluster/kube-object.ts';
import type {Release} from '../domain/release/release.ts';
import type {Revision} from '../domain/release/revision.ts';
import type {GatewayBackend, GatewayRouteObject} from '../kinds/gateway-route.ts';
import type {ServiceObject} from '../kinds/service.ts';

// The parts of releases and objects by which series find their rows and versions. Most changes of objects touch none of
// them: what is derived from the parts alone then stays as it is.

export interface AnchorRelease
	extends Pick<
		Release,
		'key' | 'namespace' | 'name' | 'stable' | 'canary' | 'services' | 'podLabels' | 'workloads' | 'judgeAnnotations'
	> {
	readonly revisions: readonly AnchorRevision[];
	readonly pods: readonly Pick<Release['pods'][number], 'name' | 'revision'>[];
}

export type AnchorRevision = Pick<Revision, 'key' | 'hash' | 'tag' | 'images' | 'subset' | 'holder'>;

export interface AnchorService {
	readonly metadata: Pick<Metadata, 'namespace' | 'name'>;
	readonly selector: Labels;
	readonly ports: ServiceObject['ports'];
}

export interface AnchorRoute {
	readonly metadata: Pick<Metadata, 'namespace' | 'name'>;
	readonly rules: readonly {readonly backends: readonly Pick<GatewayBackend, 'kind' | 'namespace' | 'name'>[]}[];
}

export function anchorRelease(release: Release): AnchorRelease {
	const {key, namespace, name, stable, canary, services, podLabels, workloads, judgeAnnotations} = release;
	return {
		key,
		namespace,
		name,
		stable,
		canary,
		services,
		podLabels,
		...(workloads && {workloads}),
		...(judgeAnnotations && {judgeAnnotations}),
		revisions: release.revisions.map(({key, hash, tag, images, subset, holder}) => ({
			key,
			hash,
			tag,
			images,
			...(subset !== undefined && {subset}),
			holder,
		})),
		pods: release.pods.map(({name, revision}) => ({name, revision})),
	};
}

export function anchorService({metadata: {namespace, name}, selector, ports}: ServiceObject): AnchorService {
	return {metadata: {namespace, name}, selector, ports};
}

export function anchorRoute({metadata: {namespace, name}, rules}: GatewayRouteObject): AnchorRoute {
	return {
		metadata: {namespace, name},
		rules: rules.map(({backends}) => ({
			backends: backends.map(({kind, namespace, name}) => ({kind, namespace, name})),
		})),
	};
}
