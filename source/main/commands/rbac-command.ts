import {homedir} from 'node:os';
import {createCluster} from '../../adapters/kubernetes/cluster.ts';
import {loadKubeTarget} from '../../adapters/kubernetes/kubeconfig/kubeconfig.ts';
import {createSystemClock} from '../../adapters/system/system-clock.ts';
import {kindsOf} from '../../engine/world/context.ts';
import {policyReaders} from '../../policies/registry.ts';
import {releaseBackends} from '../../releases/registry.ts';
import type {Arguments} from '../command-line/arguments.ts';
import {checkRoles} from '../rbac/check-roles.ts';
import {rolesOf} from '../rbac/roles.ts';
import {rolesYaml} from '../rbac/roles-yaml.ts';

/** `perch rbac`: the roles as YAML. */
export function printRoles(print: (text: string) => void): number {
	print(rolesYaml(rolesOf(kindsOf({backends: releaseBackends, policyReaders}), releaseBackends)).trimEnd());
	return 0;
}

/** `perch rbac check`: which rules of the roles this session has. 0 when it may at least read every kind
 * that is served. */
export async function printAccess(args: Arguments, version: string, print: (text: string) => void): Promise<number> {
	const target = await loadKubeTarget({
		kubeconfigPath: args.kubeconfig,
		contextName: args.context,
		env: process.env,
		homeFolder: homedir(),
	});
	if (!target.ok) {
		print(target.error);
		return 2;
	}
	const cluster = createCluster({
		target: target.value,
		kinds: kindsOf({backends: releaseBackends, policyReaders}),
		isReadOnly: true,
		allowInsecureWrites: false,
		version,
		clock: createSystemClock(),
		random: Math.random,
	});
	try {
		const signal = AbortSignal.timeout(30_000);
		const [identity, inventory] = await Promise.all([cluster.identify(signal), cluster.inventory(signal)]);
		if (!identity.ok || !inventory.ok) {
			const failed = identity.ok ? inventory : identity;
			print(`cannot ask ${cluster.target.server}: ${failed.ok ? 'no answer' : failed.error.message}`);
			return 2;
		}
		// A kind that is not served needs no permission.
		const served = kindsOf({backends: releaseBackends, policyReaders}).filter(
			({id}) => inventory.value.served[id] !== undefined,
		);
		const backends = releaseBackends.filter(({anchor}) => inventory.value.served[anchor.id] !== undefined);
		const roles = rolesOf(served, backends).filter(({name}) => name !== 'perch-prometheus');
		const namespaces = args.namespaces === 'all' ? [''] : args.namespaces;
		print(`${identity.value.user} on ${cluster.target.server}`);
		let canRead = true;
		for (const namespace of namespaces) {
			const lines = await checkRoles(cluster, roles, namespace, signal);
			for (const text of lines) print(text);
			canRead &&= lines.some(text => text === 'perch-viewer: complete');
		}
		return canRead ? 0 : 1;
	} finally {
		cluster.close();
	}
}
