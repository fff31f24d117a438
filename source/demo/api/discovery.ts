import {reviews} from './access/reviews.ts';
import {type Answer, json, plainText} from './connection/exchange.ts';
import {groupVersion, type Resource} from './resources.ts';

const collectionVerbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const subresourceVerbs = ['get', 'patch', 'update'];

/** Answers the paths that describe the server itself; undefined for any other path. */
export function answerDiscovery({
	path,
	accept,
	resources,
	serverAddress,
}: {
	path: string;
	accept: string;
	resources: readonly Resource[];
	serverAddress: string;
}): Answer | undefined {
	const wantsAggregate = accept.includes('as=APIGroupDiscoveryList');
	const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
	switch (trimmed) {
		case '/healthz':
		case '/livez':
		case '/readyz':
			return plainText('ok');
		case '/version':
			return json(version);
		case '/api':
			if (wantsAggregate) return aggregate(resources, group => group === '');
			return json({
				kind: 'APIVersions',
				versions: ['v1'],
				serverAddressByClientCIDRs: [{clientCIDR: '0.0.0.0/0', serverAddress}],
			});
		case '/apis':
			if (wantsAggregate) return aggregate(resources, group => group !== '');
			return json({kind: 'APIGroupList', apiVersion: 'v1', groups: groupNames(resources).map(groupOf(resources))});
	}
	const [, root, first = '', second, ...more] = trimmed.split('/');
	if (more.length > 0) return undefined;
	if (root === 'api' && second === undefined) return resourceList(resources, '', first);
	if (root !== 'apis') return undefined;
	if (second !== undefined) return resourceList(resources, first, second);
	return groupNames(resources).includes(first)
		? json({kind: 'APIGroup', apiVersion: 'v1', ...groupOf(resources)(first)})
		: undefined;
}

/** The version that the demo reports: that of the recorded server whose answers it imitates. */
const version = {
	major: '1',
	minor: '34',
	emulationMajor: '1',
	emulationMinor: '34',
	minCompatibilityMajor: '1',
	minCompatibilityMinor: '33',
	gitVersion: 'v1.34.5',
	gitCommit: 'perch-demo',
	gitTreeState: 'clean',
	buildDate: '1970-01-01T00:00:00Z',
	goVersion: 'none',
	compiler: 'node',
	platform: 'linux/amd64',
};

function groupNames(resources: readonly Resource[]): readonly string[] {
	const stored = resources.map(({group}) => group).filter(group => group !== '');
	return [...new Set([...stored, ...reviews.map(({group}) => group)])];
}

function versionsOf(resources: readonly Resource[], group: string): readonly string[] {
	const versions = resources.filter(resource => resource.group === group).flatMap(resource => resource.versions);
	return versions.length === 0 ? ['v1'] : [...new Set(versions)];
}

function groupOf(resources: readonly Resource[]): (group: string) => Record<string, unknown> {
	return group => {
		const versions = versionsOf(resources, group).map(name => ({
			groupVersion: groupVersion({group}, name),
			version: name,
		}));
		return {name: group, versions, preferredVersion: versions[0]};
	};
}

function servedIn(resources: readonly Resource[], group: string, name: string): readonly Resource[] {
	return resources.filter(resource => resource.group === group && resource.versions.includes(name));
}

function resourceList(resources: readonly Resource[], group: string, name: string): Answer | undefined {
	const entries = [
		...servedIn(resources, group, name).flatMap(resource => [
			{
				name: resource.plural,
				singularName: resource.singular,
				namespaced: resource.isNamespaced,
				kind: resource.kind,
				verbs: collectionVerbs,
				...namesOf(resource),
				storageVersionHash: Buffer.from(`${resource.id}0000000000`).toString('base64').slice(0, 11).concat('='),
			},
			...resource.subresources.map(subresource => ({
				name: `${resource.plural}/${subresource}`,
				singularName: '',
				namespaced: resource.isNamespaced,
				...(subresource === 'scale' ? {group: 'autoscaling', version: 'v1', kind: 'Scale'} : {kind: resource.kind}),
				verbs: subresourceVerbs,
			})),
			...(resource.id === 'services' ? [proxyEntry] : []),
		]),
		...reviews
			.filter(review => review.group === group && name === 'v1')
			.map(({resource, kind}) => ({
				name: resource,
				singularName: kind.toLowerCase(),
				namespaced: false,
				kind,
				verbs: ['create'],
			})),
	];
	if (entries.length === 0) return undefined;
	return json({
		kind: 'APIResourceList',
		apiVersion: 'v1',
		groupVersion: groupVersion({group}, name),
		resources: entries,
	});
}

const proxyEntry = {
	name: 'services/proxy',
	singularName: '',
	namespaced: true,
	kind: 'ServiceProxyOptions',
	verbs: ['create', 'delete', 'get', 'patch', 'update'],
};

function namesOf({shortNames, categories}: Resource): Record<string, unknown> {
	return {
		...(shortNames.length === 0 ? {} : {shortNames}),
		...(categories.length === 0 ? {} : {categories}),
	};
}

const aggregateType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

function aggregate(resources: readonly Resource[], isWanted: (group: string) => boolean): Answer {
	const groups = ['', ...groupNames(resources)].filter(isWanted);
	const items = groups.map(group => ({
		metadata: group === '' ? {} : {name: group},
		versions: versionsOf(resources, group).map(name => ({
			version: name,
			resources: [
				...servedIn(resources, group, name).map(resource => aggregated(resource, name)),
				...reviews
					.filter(review => review.group === group)
					.map(({resource, kind}) => ({
						resource,
						responseKind: {group, version: name, kind},
						scope: 'Cluster',
						singularResource: kind.toLowerCase(),
						verbs: ['create'],
					})),
			],
			freshness: 'Current',
		})),
	}));
	const body = {kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items};
	return json(body, 200, {'content-type': aggregateType, 'cache-control': 'public', vary: 'Accept'});
}

function aggregated(resource: Resource, version: string): Record<string, unknown> {
	const {group, kind} = resource;
	const subresources = resource.subresources.map(subresource => ({
		subresource,
		responseKind:
			subresource === 'scale' ? {group: 'autoscaling', version: 'v1', kind: 'Scale'} : {group, version, kind},
		verbs: subresourceVerbs,
	}));
	return {
		resource: resource.plural,
		responseKind: {group, version, kind},
		scope: resource.isNamespaced ? 'Namespaced' : 'Cluster',
		singularResource: resource.singular,
		verbs: collectionVerbs,
		...namesOf(resource),
		...(subresources.length === 0 ? {} : {subresources}),
	};
}
