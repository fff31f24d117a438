import {createHash} from 'node:crypto';
import type {KubeObject, ResourceId, ShopService} from '../../contract.ts';
import {podTemplate} from './pod-templates.ts';

/** An object and the resource that stores it. */
export interface Stored {
	readonly resource: ResourceId;
	readonly object: KubeObject;
}

export function namespaceManifest(name: string): Stored {
	return {
		resource: 'namespaces',
		object: {
			apiVersion: 'v1',
			kind: 'Namespace',
			metadata: {name, labels: {'kubernetes.io/metadata.name': name, 'istio-injection': 'enabled'}},
			spec: {finalizers: ['kubernetes']},
			status: {phase: 'Active'},
		},
	};
}

/** The Services by which a shop service is called, and those whose selectors its release switches. */
export function serviceManifests({namespace, name, workload}: ShopService): readonly Stored[] {
	const roles = {
		'argo-canary': [name, `${name}-stable`, `${name}-canary`],
		'argo-blue-green': [name, `${name}-preview`],
		deployment: [name],
		'stateful-set': [name],
		'daemon-set': [name],
	}[workload];
	return roles.map(role => serviceManifest(namespace, role, {app: name}));
}

/** The Service at which perch finds the demo's Prometheus; the API server's proxy answers for it. */
export function prometheusService(): Stored {
	const {resource, object} = serviceManifest('istio-system', 'prometheus', undefined);
	const labels = {'app.kubernetes.io/name': 'prometheus', 'app.kubernetes.io/component': 'server'};
	const spec = {
		...(object.spec as object),
		ports: [{name: 'http', protocol: 'TCP', port: 9090, targetPort: 9090}],
	};
	return {resource, object: {...object, metadata: {...object.metadata, labels}, spec}};
}

export function virtualServiceManifest({namespace, name}: ShopService): Stored {
	const route = [
		{destination: {host: `${name}-stable`}, weight: 100},
		{destination: {host: `${name}-canary`}, weight: 0},
	];
	return {
		resource: 'virtualservices.networking.istio.io',
		object: {
			apiVersion: 'networking.istio.io/v1',
			kind: 'VirtualService',
			metadata: {name, namespace},
			spec: {hosts: [name], http: [{name: 'primary', route}]},
		},
	};
}

/** `strategy` is the Rollout's `spec.strategy`. */
export function rolloutManifest(service: ShopService, tag: string, strategy: object): Stored {
	const {namespace, name, replicas} = service;
	return {
		resource: 'rollouts.argoproj.io',
		object: {
			apiVersion: 'argoproj.io/v1alpha1',
			kind: 'Rollout',
			metadata: {name, namespace},
			spec: {
				replicas,
				revisionHistoryLimit: 5,
				selector: {matchLabels: {app: name}},
				strategy,
				template: podTemplate(service, tag),
			},
		},
	};
}

export function deploymentManifest(
	service: ShopService,
	tag: string,
	{minReadySeconds, rollingUpdate}: {readonly minReadySeconds?: number; readonly rollingUpdate: object},
): Stored {
	const {namespace, name, replicas} = service;
	return {
		resource: 'deployments.apps',
		object: {
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata: {name, namespace, labels: {app: name}},
			spec: {
				replicas,
				selector: {matchLabels: {app: name}},
				template: podTemplate(service, tag),
				strategy: {type: 'RollingUpdate', rollingUpdate},
				...(minReadySeconds === undefined ? {} : {minReadySeconds}),
				revisionHistoryLimit: 10,
				progressDeadlineSeconds: 600,
			},
		},
	};
}

export function autoscalerManifest({namespace, name, replicas, workload}: ShopService, nowMs: number): Stored {
	const isDeployment = workload === 'deployment';
	const lastScaleTime = new Date(nowMs - 5 * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');
	return {
		resource: 'horizontalpodautoscalers.autoscaling',
		object: {
			apiVersion: 'autoscaling/v2',
			kind: 'HorizontalPodAutoscaler',
			metadata: {name, namespace},
			spec: {
				scaleTargetRef: {
					apiVersion: isDeployment ? 'apps/v1' : 'argoproj.io/v1alpha1',
					kind: isDeployment ? 'Deployment' : 'Rollout',
					name,
				},
				minReplicas: replicas,
				maxReplicas: replicas * 2,
				metrics: [{type: 'Resource', resource: {name: 'cpu', target: {type: 'Utilization', averageUtilization: 70}}}],
			},
			status: {currentReplicas: replicas, desiredReplicas: replicas, lastScaleTime},
		},
	};
}

/** Measures the share of requests that did not fail, `count` times. */
export function analysisTemplateManifest(
	namespace: string,
	name: string,
	{count, interval}: {readonly count: number; readonly interval: string},
): Stored {
	const requests = (more: string) =>
		`sum(rate(istio_requests_total{reporter="destination",destination_service=~"{{args.service}}.*"${more}}[1m]))`;
	const metric = {
		name: 'success-rate',
		count,
		interval,
		failureLimit: 1,
		successCondition: 'result[0] >= 0.95',
		provider: {
			prometheus: {
				address: 'http://prometheus.istio-system:9090',
				query: `${requests(',response_code!~"5.*"')} / ${requests('')}`,
			},
		},
	};
	return {
		resource: 'analysistemplates.argoproj.io',
		object: {
			apiVersion: 'argoproj.io/v1alpha1',
			kind: 'AnalysisTemplate',
			metadata: {name, namespace},
			spec: {args: [{name: 'service'}], metrics: [metric]},
		},
	};
}

export function serviceManifest(
	namespace: string,
	name: string,
	selector: Readonly<Record<string, string>> | undefined,
): Stored {
	const [third = 0, fourth = 0] = createHash('sha256').update(`${namespace}/${name}`).digest();
	const clusterIP = `10.96.${third}.${Math.max(1, fourth)}`;
	return {
		resource: 'services',
		object: {
			apiVersion: 'v1',
			kind: 'Service',
			metadata: {name, namespace},
			spec: {
				ports: [{name: 'http', protocol: 'TCP', port: 80, targetPort: 8080}],
				...(selector === undefined ? {} : {selector}),
				clusterIP,
				clusterIPs: [clusterIP],
				type: 'ClusterIP',
				sessionAffinity: 'None',
				ipFamilies: ['IPv4'],
				ipFamilyPolicy: 'SingleStack',
				internalTrafficPolicy: 'Cluster',
			},
			status: {loadBalancer: {}},
		},
	};
}
