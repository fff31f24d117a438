import type {WatchedKind} from '../../domain/cluster/kube-object.ts';
import type {Permission, ReleaseBackend} from '../../releases/contract.ts';

/** A ClusterRole that perch can use, and what it is for. */
export interface Role {
	readonly name: string;
	/** Comment lines above the role. */
	readonly purpose: readonly string[];
	readonly rules: readonly Rule[];
}

export interface Rule {
	readonly apiGroups: readonly string[];
	readonly resources: readonly string[];
	readonly resourceNames?: readonly string[];
	readonly verbs: readonly string[];
}

/** Roles for what perch reads, for what its verbs write, and for writes that give more power than they seem
 * to; made from the registered kinds and backends. */
export function rolesOf(kinds: readonly WatchedKind[], backends: readonly ReleaseBackend[]): readonly Role[] {
	const permissions = backends.flatMap(backend => backend.permissions);
	const optIn = (kindId: string, subresource: Permission['subresource']) =>
		permissions.filter(
			permission =>
				permission.role === 'optIn' && permission.kindId === kindId && permission.subresource === subresource,
		);
	return [
		{
			name: 'perch-viewer',
			purpose: ['All that perch reads. Kinds that the cluster does not serve are not asked for.'],
			rules: [
				...grouped(kinds.map(({group, resource}) => ({group, resource, verbs: 'get list watch'}))),
				{apiGroups: [''], resources: ['pods/log'], verbs: ['get']},
				// The cluster's uid, for the audit file.
				{apiGroups: [''], resources: ['namespaces'], resourceNames: ['kube-system'], verbs: ['get']},
			],
		},
		{
			name: 'perch-prometheus',
			purpose: [
				"Only where Prometheus is reached through the API server: bind it in Prometheus' namespace.",
				'Its names are those of the Service, with scheme and port, so that it opens no other port.',
			],
			rules: [
				{apiGroups: [''], resources: ['services/proxy'], resourceNames: ['http:prometheus:9090'], verbs: ['get']},
			],
		},
		{
			name: 'perch-operator',
			purpose: ['With perch-viewer. The verbs, and a trace of each action on the object itself.'],
			rules: [
				...grouped(permissions.filter(({role}) => role === 'operator').map(asked)),
				{apiGroups: [''], resources: ['events'], verbs: ['create']},
			],
		},
		{
			name: 'perch-service-switch',
			purpose: ['Opt-in. Blue/green by selector: whoever patches a Service may send its traffic anywhere.'],
			rules: grouped(optIn('services', null).map(asked)),
		},
		{
			name: 'perch-flagger-gates',
			purpose: [
				"Opt-in. The gates of Flagger's loadtester: it also runs commands, so that this amounts to exec into it.",
				'Bind it in its namespace; the names are those of the Service, with scheme and port.',
			],
			rules: grouped(optIn('services', 'proxy').map(asked)).map(rule => ({
				...rule,
				resourceNames: ['http:flagger-loadtester:80', 'flagger-loadtester:80'],
			})),
		},
		{
			name: 'perch-pod-delete',
			purpose: ['Opt-in. A StatefulSet that is stuck on a broken pod: its undo deletes that pod.'],
			rules: grouped(optIn('pods', null).map(asked)),
		},
	].filter(({rules}) => rules.length > 0);
}

interface Asked {
	readonly group: string;
	readonly resource: string;
	readonly verbs: string;
}

function asked({kindId, subresource, verb}: Permission): Asked {
	const [resource = kindId, ...group] = kindId.split('.');
	return {
		group: group.join('.'),
		resource: subresource === null ? resource : `${resource}/${subresource}`,
		verbs: verb,
	};
}

/** One rule for each group and set of verbs. */
function grouped(all: readonly Asked[]): readonly Rule[] {
	const byGroup = Map.groupBy(all, ({group, verbs}) => `${group} ${verbs}`);
	return [...byGroup.values()].flatMap(members => {
		const [first] = members;
		if (!first) return [];
		const resources = [...new Set(members.map(({resource}) => resource))];
		return [{apiGroups: [first.group], resources, verbs: first.verbs.split(' ')}];
	});
}
