import type {ShopService} from '../../contract.ts';
import type {PodTemplate} from '../../controllers/kube-types.ts';

/** The pods of a version. Rollouts separate their versions by Services, all other workloads by a `version` label. */
export function podTemplate({name, workload}: ShopService, tag: string): PodTemplate {
	const changes = changesOf[`${name}:${tag}`];
	return {
		metadata: {labels: {app: name, ...(workload.startsWith('argo-') ? {} : {version: tag})}},
		spec: {
			containers: [
				{
					name,
					image: imageOf(name, tag),
					ports: [{containerPort: 8080, protocol: 'TCP'}],
					env: [
						{name: 'LOG_LEVEL', value: 'info'},
						{name: 'DB_PASSWORD', valueFrom: {secretKeyRef: {name: `${name}-db`, key: 'password'}}},
						...(changes?.env ?? []),
					],
					resources: {limits: {cpu: changes?.cpu ?? '500m', memory: '256Mi'}},
				},
			],
		},
	};
}

function imageOf(name: string, tag: string): string {
	return `registry.example/${name}:${tag}`;
}

/** The changes of a version besides its image. */
const changesOf: Readonly<
	Record<string, {readonly cpu: string; readonly env: readonly {readonly name: string; readonly value: string}[]}>
> = {
	'checkout:2.9.0': {
		cpu: '250m',
		env: [
			{name: 'FEATURE_FAST_PATH', value: 'on'},
			{name: 'PAYMENT_TIMEOUT_MS', value: '250'},
		],
	},
};
