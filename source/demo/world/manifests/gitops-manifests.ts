import {rfc3339} from '../../api/rfc3339.ts';
import {type Application, trackingId} from '../../controllers/argo-cd.ts';
import {deploymentManifest, type Stored} from './manifests.ts';

const revision = '6f3c1b9d0e5a7248c9b1f0d3e2a4865b7c8d9e0f';

/** An object that Argo CD keeps in sync with Git, with the tracking id of its Application. */
export function tracked(application: string, {resource, object}: Stored): Stored {
	const {namespace, name} = object.metadata;
	const [group] = object.apiVersion.split('/');
	const annotations = {
		...object.metadata.annotations,
		[trackingId]: `${application}:${group}/${object.kind}:${namespace}/${name}`,
	};
	return {resource, object: {...object, metadata: {...object.metadata, annotations}}};
}

/** An Application with `selfHeal`. */
export function application(name: string, objects: readonly Stored[], nowMs: number): Stored {
	const destination = {namespace: 'routes', server: 'https://kubernetes.default.svc'};
	const source = {path: name, repoURL: 'https://git.example/platform/routes.git', targetRevision: 'main'};
	const object: Application = {
		apiVersion: 'argoproj.io/v1alpha1',
		kind: 'Application',
		metadata: {name, namespace: 'argocd'},
		spec: {destination, project: 'default', source, syncPolicy: {automated: {prune: true, selfHeal: true}}},
		status: {
			health: {status: 'Healthy'},
			operationState: {
				finishedAt: rfc3339(nowMs),
				message: 'successfully synced (all tasks run)',
				operation: {initiatedBy: {automated: true}, sync: {revision}},
				phase: 'Succeeded',
				startedAt: rfc3339(nowMs),
			},
			reconciledAt: rfc3339(nowMs),
			resources: objects.map(({object: {apiVersion, kind, metadata}}) => {
				const [group, version] = apiVersion.split('/');
				return {group, kind, name: metadata.name, namespace: metadata.namespace, status: 'Synced', version};
			}),
			sourceType: 'Directory',
			sync: {comparedTo: {destination, source}, revision, status: 'Synced'},
		},
	};
	return {resource: 'applications.argoproj.io', object};
}

/** An object with the labels by which a Kustomization of Flux finds it. */
export function kustomized(name: string, {resource, object}: Stored): Stored {
	const labels = {
		...object.metadata.labels,
		'kustomize.toolkit.fluxcd.io/name': name,
		'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
	};
	return {resource, object: {...object, metadata: {...object.metadata, labels}}};
}

/** `interval` is in Flux's format: `10m`. */
export function kustomization(
	name: string,
	objects: readonly Stored[],
	{nowMs, interval}: {readonly nowMs: number; readonly interval: string},
): Stored {
	const applied = `main@sha1:${revision}`;
	return {
		resource: 'kustomizations.kustomize.toolkit.fluxcd.io',
		object: {
			apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
			kind: 'Kustomization',
			metadata: {name, namespace: 'flux-system', finalizers: ['finalizers.fluxcd.io']},
			spec: {
				interval,
				path: `./apps/${name}`,
				prune: true,
				sourceRef: {kind: 'GitRepository', name: 'flux-system'},
			},
			status: {
				conditions: [
					{
						lastTransitionTime: rfc3339(nowMs),
						message: `Applied revision: ${applied}`,
						observedGeneration: 1,
						reason: 'ReconciliationSucceeded',
						status: 'True',
						type: 'Ready',
					},
				],
				inventory: {
					entries: objects.map(({object: {apiVersion, kind, metadata}}) => {
						const [group, version] = apiVersion.split('/');
						return {id: `${metadata.namespace}_${metadata.name}_${group}_${kind}`, v: version};
					}),
				},
				lastAppliedRevision: applied,
				lastAttemptedRevision: applied,
				observedGeneration: 1,
			},
		},
	};
}

/** The Deployment of a Helm release. */
export function helmDeployment(name: string, tag: string): Stored {
	const service = {namespace: 'routes', name, workload: 'deployment', replicas: 2} as const;
	const {resource, object} = deploymentManifest({...service, rps: 0, dailySwing: 0, callers: [], versions: []}, tag, {
		rollingUpdate: {maxSurge: '25%', maxUnavailable: '25%'},
	});
	const labels = {...object.metadata.labels, 'app.kubernetes.io/managed-by': 'Helm', 'helm.sh/chart': `${name}-1.4.0`};
	const annotations = {'meta.helm.sh/release-name': name, 'meta.helm.sh/release-namespace': 'routes'};
	return {resource, object: {...object, metadata: {...object.metadata, labels, annotations}}};
}
