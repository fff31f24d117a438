import {Agent, request} from 'node:https';
import type {KubeObject} from '../../../source/demo/contract.ts';

/** Another operator's tool: a small client of the API server, as `kubectl` is one. */
export interface Colleague {
	get<T = KubeObject>(path: string): Promise<T>;
	/** As `kubectl patch --type merge`. */
	patch(path: string, body: unknown): Promise<void>;
	create(path: string, body: unknown): Promise<void>;
	remove(path: string): Promise<void>;
	leave(): void;
}

/** Every call throws on an answer that is not 2xx. */
export function createColleague({
	url,
	caPem,
	token,
}: {
	readonly url: string;
	readonly caPem: string;
	readonly token: string;
}): Colleague {
	const agent = new Agent({ca: caPem, keepAlive: true});

	function send(
		method: string,
		path: string,
		body?: {readonly type: string; readonly value: unknown},
	): Promise<string> {
		const {promise, resolve, reject} = Promise.withResolvers<string>();
		const headers = {
			authorization: `Bearer ${token}`,
			'user-agent': 'kubectl/v1.34.0',
			...(body && {'content-type': body.type}),
		};
		const sent = request(new URL(path, url), {method, agent, headers}, response => {
			let text = '';
			response.setEncoding('utf8');
			response.on('data', (chunk: string) => {
				text += chunk;
			});
			response.on('end', () => {
				const status = response.statusCode ?? 0;
				if (status >= 200 && status < 300) resolve(text);
				else reject(new Error(`${method} ${path}: ${status} ${text}`));
			});
		});
		sent.on('error', reject);
		sent.end(body && JSON.stringify(body.value));
		return promise;
	}

	return {
		get: async path => JSON.parse(await send('GET', path)),
		patch: async (path, value) => {
			await send('PATCH', path, {type: 'application/merge-patch+json', value});
		},
		create: async (path, value) => {
			await send('POST', path, {type: 'application/json', value});
		},
		async remove(path) {
			await send('DELETE', path);
		},
		leave: () => agent.destroy(),
	};
}

export function rolloutPath(namespace: string, name: string): string {
	return `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/${name}`;
}

export function deploymentPath(namespace: string, name: string): string {
	return `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
}

/** What `kubectl argo rollouts promote` sends at a pause of the steps. */
export const promoted = {status: {pauseConditions: null}};
