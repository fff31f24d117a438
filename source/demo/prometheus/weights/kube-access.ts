import {readFileSync} from 'node:fs';
import type {RequestOptions} from 'node:https';
import {parse} from 'yaml';

/** How to reach an API server: its address, the certificate authority to trust, and the credentials. */
export interface KubeAccess {
	readonly server: string;
	readonly options: Pick<RequestOptions, 'ca' | 'cert' | 'key' | 'headers'>;
}

/** Reads the current context of a kubeconfig that contains its credentials, as the demo's does. */
export const readKubeAccess = (kubeconfigPath: string): KubeAccess => {
	const config = parse(readFileSync(kubeconfigPath, 'utf8')) as Kubeconfig;
	const context = config.contexts.find(({name}) => name === config['current-context'])?.context;
	const cluster = config.clusters.find(({name}) => name === context?.cluster)?.cluster;
	const user = config.users.find(({name}) => name === context?.user)?.user;
	if (cluster === undefined) throw new Error(`${kubeconfigPath}: the current context names no cluster`);
	return {
		server: cluster.server,
		options: {
			...pem('ca', cluster['certificate-authority-data']),
			...pem('cert', user?.['client-certificate-data']),
			...pem('key', user?.['client-key-data']),
			headers: user?.token === undefined ? {} : {authorization: `Bearer ${user.token}`},
		},
	};
};

interface Kubeconfig {
	readonly 'current-context': string;
	readonly contexts: readonly {
		readonly name: string;
		readonly context: {readonly cluster: string; readonly user: string};
	}[];
	readonly clusters: readonly {
		readonly name: string;
		readonly cluster: {readonly server: string; readonly 'certificate-authority-data'?: string};
	}[];
	readonly users: readonly {
		readonly name: string;
		readonly user: {
			readonly token?: string;
			readonly 'client-certificate-data'?: string;
			readonly 'client-key-data'?: string;
		};
	}[];
}

const pem = (name: 'ca' | 'cert' | 'key', base64: string | undefined) =>
	base64 === undefined ? {} : {[name]: Buffer.from(base64, 'base64')};
