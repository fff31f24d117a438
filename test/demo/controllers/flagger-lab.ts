import {createLoadtester} from '../../../source/demo/api/connection/loadtester.ts';
import type {KubeObject} from '../../../source/demo/contract.ts';
import type {Canary, CanaryStatus} from '../../../source/demo/controllers/flagger/canary-types.ts';
import type {MeasureCanary} from '../../../source/demo/controllers/flagger/tick.ts';
import type {Deployment} from '../../../source/demo/controllers/kube-types.ts';
import {templateHash} from '../../../source/demo/controllers/pod-template.ts';
import {createLab} from './lab.ts';
import {situation} from './recorded.ts';

/** The host that the recorded webhooks call. */
const recordedHost = '127.0.0.1';

/** A lab with Flagger and the loadtester of its gates. `rates` are the success rates that the canary shows, in order;
 * without them there are no values. */
export function createFlaggerLab(
	objects: readonly KubeObject[],
	{startMs, rates}: {readonly startMs: number; readonly rates?: readonly number[]},
) {
	const loadtester = createLoadtester(recordedHost);
	const values = [...(rates ?? [])];
	const measure: MeasureCanary = (_, {name}) => {
		if (name === 'request-duration') return 120;
		return values.length > 1 ? values.shift() : values[0];
	};
	const lab = createLab(asOurs(objects), {
		startMs,
		callHook: ({url}, {metadata: {name, namespace = ''}}) => loadtester.status(url, {name, namespace}),
		measure,
	});
	const canary = () => lab.get('Canary', 'cart') as Canary;
	const target = () => lab.get('Deployment', 'cart') as Deployment;
	return {
		...lab,
		canary,
		target,
		status: () => canary().status as CanaryStatus,
		weights: () => weightsIn(lab.get('VirtualService', 'cart')),
		/** `gate/open`, `rollback/close`. */
		gate(path: string) {
			loadtester.answer({path: `/${path}`, body: JSON.stringify({name: 'cart', namespace: 'shop'})});
		},
		setImage(tag: string) {
			const {template} = target().spec;
			const containers = template.spec.containers.map(container => ({
				...container,
				image: `registry.example/cart:${tag}`,
			}));
			lab.patchSpec('Deployment', 'cart', {template: {...template, spec: {...template.spec, containers}}});
		},
		patchStatus(patch: Partial<CanaryStatus>) {
			const object = {...canary(), status: {...canary().status, ...patch}};
			lab.store.replace('canaries.flagger.app', object, {manager: 'kubectl', subresource: 'status'});
		},
	};
}

export type FlaggerLab = ReturnType<typeof createFlaggerLab>;

export function weightsIn(virtualService: KubeObject): readonly (number | undefined)[] {
	const {http} = virtualService.spec as {http: {route: {weight?: number}[]}[]};
	return (http[0]?.route ?? []).map(({weight}) => weight);
}

/** The image tag that each recorded hash of a revision stands for. */
const tagOfHash: ReadonlyMap<string, string> = new Map(
	['01-initialized', '02-progressing', '06-rolled-back-by-gate', '07-checks-failing', '09-promoting'].flatMap(name => {
		const {objects} = situation(`flagger/${name}`);
		const hash = statusOf(objects).lastAppliedSpec;
		return hash === undefined ? [] : [[hash, tagOf(targetIn(objects))] as const];
	}),
);

/** A status with image tags in place of hashes, which the demo computes differently. */
export function withTags(status: CanaryStatus, target: Deployment): unknown {
	const ours = new Map([...tagOfHash.values(), tagOf(target)].map(tag => [templateHash(templateOf(target, tag)), tag]));
	const tag = (hash: string | undefined) => (hash === undefined ? undefined : (tagOfHash.get(hash) ?? ours.get(hash)));
	return {
		...status,
		lastAppliedSpec: tag(status.lastAppliedSpec),
		lastPromotedSpec: tag(status.lastPromotedSpec),
	};
}

export function tagOf({spec}: Deployment): string {
	return spec.template.spec.containers[0]?.image.split(':')[1] ?? '';
}

export function targetIn(objects: readonly KubeObject[]): Deployment {
	return named(objects, 'Deployment', 'cart') as Deployment;
}

export function statusOf(objects: readonly KubeObject[]): CanaryStatus {
	return (named(objects, 'Canary', 'cart') as Canary).status as CanaryStatus;
}

function named(objects: readonly KubeObject[], kind: string, name: string): KubeObject {
	const object = objects.find(candidate => candidate.kind === kind && candidate.metadata.name === name);
	if (object === undefined) throw new Error(`There is no ${kind} ${name}`);
	return object;
}

/** The recorded Canary with the demo's own hashes; the demo would take every other hash for a new revision. */
function asOurs(objects: readonly KubeObject[]): readonly KubeObject[] {
	return objects.map(object => {
		if (object.kind !== 'Canary' || object.status === undefined) return object;
		const status = object.status as CanaryStatus;
		const target = targetIn(objects);
		const ours = (hash: string | undefined) =>
			templateHash(templateOf(target, tagOfHash.get(hash ?? '') ?? tagOf(target)));
		return {
			...object,
			status: {
				...status,
				lastAppliedSpec: ours(status.lastAppliedSpec),
				lastPromotedSpec: ours(status.lastPromotedSpec),
			},
		};
	});
}

function templateOf({spec: {template}}: Deployment, tag: string): Deployment['spec']['template'] {
	const containers = template.spec.containers.map(container => ({
		...container,
		image: `registry.example/cart:${tag}`,
	}));
	return {...template, spec: {...template.spec, containers}};
}
