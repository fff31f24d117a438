import type {AccessPolicy, PathRule, ResourceRule} from './access.ts';

const read = ['get', 'list', 'watch'];

/** Everything that perch reads. */
const viewer: readonly ResourceRule[] = [
	{
		verbs: read,
		apiGroups: [''],
		resources: ['namespaces', 'nodes', 'pods', 'services', 'endpoints', 'events'],
	},
	{
		verbs: read,
		apiGroups: ['apps'],
		resources: ['deployments', 'replicasets', 'statefulsets', 'daemonsets', 'controllerrevisions'],
	},
	{verbs: ['get'], apiGroups: [''], resources: ['pods/log']},
	{verbs: read, apiGroups: ['discovery.k8s.io'], resources: ['endpointslices']},
	{verbs: read, apiGroups: ['networking.k8s.io'], resources: ['ingresses']},
	{verbs: read, apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers']},
	{verbs: read, apiGroups: ['argoproj.io'], resources: ['*']},
	{verbs: read, apiGroups: ['networking.istio.io'], resources: ['*']},
	{verbs: read, apiGroups: ['flagger.app', 'gateway.networking.k8s.io'], resources: ['*']},
	{verbs: read, apiGroups: ['policy.linkerd.io', 'linkerd.io', 'split.smi-spec.io'], resources: ['*']},
	{verbs: read, apiGroups: ['consul.hashicorp.com', 'kustomize.toolkit.fluxcd.io'], resources: ['*']},
];

const operator: readonly ResourceRule[] = [
	{verbs: ['get', 'patch'], apiGroups: ['argoproj.io'], resources: ['rollouts', 'rollouts/status', 'analysisruns']},
	{verbs: ['get', 'patch'], apiGroups: ['apps'], resources: ['deployments', 'statefulsets', 'daemonsets']},
	{verbs: ['get', 'patch'], apiGroups: ['networking.istio.io'], resources: ['virtualservices', 'destinationrules']},
	{verbs: ['get', 'patch'], apiGroups: ['gateway.networking.k8s.io'], resources: ['httproutes', 'grpcroutes']},
	{verbs: ['get', 'patch'], apiGroups: ['policy.linkerd.io'], resources: ['httproutes']},
	{verbs: ['get', 'patch'], apiGroups: ['split.smi-spec.io'], resources: ['trafficsplits']},
	{verbs: ['get', 'patch'], apiGroups: ['consul.hashicorp.com'], resources: ['servicesplitters']},
	{verbs: ['get', 'patch'], apiGroups: ['networking.k8s.io'], resources: ['ingresses']},
	{verbs: ['get', 'patch'], apiGroups: ['flagger.app'], resources: ['canaries', 'canaries/status']},
	{verbs: ['create', 'patch'], apiGroups: [''], resources: ['events']},
];

const versionPaths = ['/healthz', '/livez', '/readyz', '/version', '/version/'];

/** The roles that every cluster gives to each signed-in user; a custom policy should keep them. */
export const systemRoles = {
	'system:basic-user': [
		{
			verbs: ['create'],
			apiGroups: ['authorization.k8s.io'],
			resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
		},
		{verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews']},
	],
	'system:discovery': [
		{
			verbs: ['get'],
			nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/openapi', '/openapi/*', ...versionPaths].sort(),
		},
	],
	'system:public-info-viewer': [{verbs: ['get'], nonResourceURLs: versionPaths}],
} as const satisfies Readonly<Record<string, readonly (ResourceRule | PathRule)[]>>;

export const systemBindings = [
	{name: 'system:basic-user', role: 'system:basic-user', to: {kind: 'Group', name: 'system:authenticated'}},
	{name: 'system:discovery', role: 'system:discovery', to: {kind: 'Group', name: 'system:authenticated'}},
	{
		name: 'system:public-info-viewer',
		role: 'system:public-info-viewer',
		to: {kind: 'Group', name: 'system:authenticated'},
	},
	{
		name: 'system:public-info-viewer',
		role: 'system:public-info-viewer',
		to: {kind: 'Group', name: 'system:unauthenticated'},
	},
] as const satisfies AccessPolicy['bindings'];

/** The users of the demo cluster. Their tokens only open a loopback port that lives as long as the demo. */
export const demoPolicy: AccessPolicy = {
	users: [
		{name: 'admin', uid: '1', groups: ['system:masters'], token: 'demo-admin'},
		{name: 'operator', uid: '2', groups: ['operators'], token: 'demo-operator'},
		{name: 'viewer', uid: '3', groups: ['viewers'], token: 'demo-viewer'},
		{name: 'shop-viewer', uid: '4', groups: ['shop-viewers'], token: 'demo-shop-viewer', namespace: 'shop'},
	],
	roles: {
		'cluster-admin': [
			{verbs: ['*'], apiGroups: ['*'], resources: ['*']},
			{verbs: ['*'], nonResourceURLs: ['*']},
		],
		viewer,
		operator,
		'gate-keeper': [
			{
				verbs: ['create'],
				apiGroups: [''],
				resources: ['services/proxy'],
				resourceNames: ['flagger-loadtester', 'flagger-loadtester:80', 'http:flagger-loadtester:80'],
			},
		],
		'prometheus-reader': [{verbs: ['get'], apiGroups: [''], resources: ['services/proxy']}],
		...systemRoles,
	},
	bindings: [
		{name: 'cluster-admin', role: 'cluster-admin', to: {kind: 'Group', name: 'system:masters'}},
		{name: 'viewers', role: 'viewer', to: {kind: 'Group', name: 'viewers'}},
		{name: 'operators-read', role: 'viewer', to: {kind: 'Group', name: 'operators'}},
		{name: 'operators', role: 'operator', to: {kind: 'Group', name: 'operators'}},
		{
			name: 'operators-read-prometheus',
			role: 'prometheus-reader',
			to: {kind: 'Group', name: 'operators'},
		},
		{
			name: 'operators-keep-gates',
			role: 'gate-keeper',
			to: {kind: 'Group', name: 'operators'},
			namespace: 'site',
		},
		{name: 'shop-viewers', role: 'viewer', to: {kind: 'Group', name: 'shop-viewers'}, namespace: 'shop'},
		...systemBindings,
	],
};
