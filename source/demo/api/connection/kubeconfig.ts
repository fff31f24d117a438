import {stringify} from 'yaml';

/** The text of a kubeconfig: one cluster, and one context per user; the context `demo` is that of `current`. */
export function writeKubeconfig({
	url,
	caPem,
	users,
	current,
	clusterName = 'demo',
}: {
	url: string;
	caPem: string;
	users: readonly {readonly name: string; readonly token: string; readonly namespace?: string}[];
	/** The name of the user that `kubectl` uses without `--context`. */
	current: string;
	clusterName?: string;
}): string {
	return stringify({
		apiVersion: 'v1',
		kind: 'Config',
		clusters: [
			{
				name: clusterName,
				cluster: {server: url, 'certificate-authority-data': Buffer.from(caPem).toString('base64')},
			},
		],
		users: users.map(({name, token}) => ({name, user: {token}})),
		contexts: users.map(({name, namespace}) => ({
			name: name === current ? clusterName : `${clusterName}-${name}`,
			context: {cluster: clusterName, user: name, ...(namespace === undefined ? {} : {namespace})},
		})),
		'current-context': clusterName,
	});
}
