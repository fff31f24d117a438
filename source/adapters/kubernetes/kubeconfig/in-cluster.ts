import {existsSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import type {ClusterEntry, Environment, UserEntry} from './kubeconfig-files.ts';

/** What Kubernetes gives a pod to reach its own cluster. */
export interface InCluster {
	readonly name: string;
	readonly namespace: string;
	readonly cluster: ClusterEntry;
	readonly user: UserEntry;
}

/** Where every pod with a service account finds its credentials. */
export const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Whether perch runs in a pod, by the variables that every container gets. */
export function isInPod(env: Environment): boolean {
	return Boolean(env.KUBERNETES_SERVICE_HOST && env.KUBERNETES_SERVICE_PORT);
}

/** The cluster that this pod runs in, as client-go finds it; null outside a pod, or in one without a token. */
export function findInCluster(env: Environment, folder: string): InCluster | null {
	const tokenFile = join(folder, 'token');
	if (!isInPod(env) || !isFile(tokenFile)) return null;
	const host = env.KUBERNETES_SERVICE_HOST ?? '';
	const caFile = join(folder, 'ca.crt');
	const name = 'in-cluster';
	return {
		name,
		namespace: env.POD_NAMESPACE || readNamespace(join(folder, 'namespace')) || 'default',
		cluster: {
			cluster: {
				name,
				server: `https://${host.includes(':') ? `[${host}]` : host}:${env.KUBERNETES_SERVICE_PORT}`,
				skipTLSVerify: false,
				...(existsSync(caFile) ? {caFile} : {}),
			},
			execConfig: undefined,
		},
		// Kubernetes rotates the token, so we keep the path of its file.
		user: {user: {name: 'service account'}, fields: {tokenFile}, folder},
	};
}

function isFile(path: string): boolean {
	return statSync(path, {throwIfNoEntry: false})?.isFile() ?? false;
}

function readNamespace(path: string): string {
	try {
		return readFileSync(path, 'utf8').trim();
	} catch {
		return '';
	}
}
