import type {Demo} from '../../journeys/support/demo.ts';

/** Objects that come, change and go for as long as it runs. */
export interface Churn {
	/** How many objects were written so far. */
	readonly writes: number;
	/** Waits for the writes that are under way, and removes what is left. */
	stop(): Promise<void>;
}

interface ChurnOptions {
	/** Objects of another name are others. */
	readonly name: string;
	readonly everyMs: number;
	readonly alive: number;
}

const services = '/api/v1/namespaces/shop/services';
const deployments = '/apis/apps/v1/namespaces/shop/deployments';

/** Every `everyMs` a Service and its Deployment come, whose pods come after them, one of those that are there changes, and
 * the oldest one of more than `alive` goes. A server that does not answer is tried again with the next one. */
export function startChurn({colleague}: Demo, {name, everyMs, alive}: ChurnOptions): Churn {
	const names: string[] = [];
	/** Not known to be gone. */
	const left: string[] = [];
	let [turn, writes] = [0, 0];
	let isUnderWay: Promise<void> = Promise.resolve();
	/** Whether it was done: the server may be down, and the object may not have come, or have gone already. */
	async function write(doing: Promise<void>): Promise<boolean> {
		const isDone = await doing.then(
			() => true,
			() => false,
		);
		if (isDone) writes += 1;
		return isDone;
	}

	async function come(next: string): Promise<void> {
		names.push(next);
		await write(colleague.create(services, serviceOf(next)));
		await write(colleague.create(deployments, deploymentOf(next)));
	}

	async function go(last: string): Promise<void> {
		const paths = [`${deployments}/${last}`, `${services}/${last}`];
		const areGone = await Promise.all(paths.map(path => write(colleague.remove(path))));
		if (areGone.includes(false)) left.push(last);
	}

	async function step(): Promise<void> {
		turn += 1;
		await come(`${name}-${turn}`);
		const changed = names[turn % names.length];
		await write(colleague.patch(`${deployments}/${changed}`, {metadata: {annotations: {turn: `${turn}`}}}));
		await write(colleague.patch(`${deployments}/${changed}`, {spec: {replicas: 1 + (turn % 3)}}));
		if (names.length > alive) await go(names.shift() ?? '');
	}

	const timer = setInterval(() => {
		isUnderWay = isUnderWay.then(step);
	}, everyMs);
	return {
		get writes() {
			return writes;
		},
		async stop() {
			clearInterval(timer);
			await isUnderWay;
			for (const last of [...left, ...names]) await go(last);
		},
	};
}

function serviceOf(name: string): unknown {
	const metadata = {namespace: 'shop', name, labels: {app: name}};
	return {
		apiVersion: 'v1',
		kind: 'Service',
		metadata,
		spec: {selector: {app: name}, ports: [{name: 'http', port: 80}]},
	};
}

function deploymentOf(name: string): unknown {
	const labels = {app: name};
	const containers = [{name: 'main', image: `registry.example/${name}:1.0.0`}];
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {namespace: 'shop', name, labels},
		spec: {replicas: 1, selector: {matchLabels: labels}, template: {metadata: {labels}, spec: {containers}}},
	};
}
