import type {Labels, Snapshot} from '../domain/cluster/kube-object.ts';
import {rootNamespace} from '../domain/cluster/service-host.ts';
import {line, type SafeText, safe} from '../domain/text/safe-text.ts';
import {PEER_AUTHENTICATIONS, type PeerAuthenticationObject} from '../kinds/peer-authentication.ts';
import type {PolicyQuestion, PolicyStatement} from './contract.ts';

/** The mutual TLS that the pods of a service demand of their callers. */
export interface Demand {
	/** `STRICT`, `PERMISSIVE`, `DISABLE`. */
	readonly mode: SafeText;
	/** The rule that sets the mode; null when none does. */
	readonly rule: PeerAuthenticationObject | null;
}

/** The demands of pods with these labels, each once: from a rule for the pods' labels, else for their namespace,
 * else for the mesh. Null when a rule that is not read could say otherwise. */
export function demandsOf(
	namespace: string,
	pods: readonly Labels[],
	{snapshot, reading}: Pick<PolicyQuestion, 'snapshot' | 'reading'>,
): readonly Demand[] | null {
	if (reading(PEER_AUTHENTICATIONS.id, namespace) !== 'read') return null;
	const own = oldestFirst(namespace, snapshot);
	const ofNamespace = own.find(isForAll);
	const ofMesh = namespace === rootNamespace ? undefined : oldestFirst(rootNamespace, snapshot).find(isForAll);
	const demands = (pods.length === 0 ? [{}] : pods).map((labels): Demand | null => {
		const ofPods = namespace === rootNamespace ? undefined : own.find(rule => !isForAll(rule) && selects(rule, labels));
		for (const rule of [ofPods, ofNamespace]) if (rule?.mode) return {mode: rule.mode, rule};
		if (namespace !== rootNamespace && reading(PEER_AUTHENTICATIONS.id, rootNamespace) !== 'read') return null;
		return ofMesh?.mode ? {mode: ofMesh.mode, rule: ofMesh} : {mode: safe`PERMISSIVE`, rule: null};
	});
	const known = demands.flatMap(demand => demand ?? []);
	if (known.length < demands.length) return null;
	return [...new Map(known.map(demand => [demand.rule?.metadata.uid ?? '', demand])).values()];
}

/** The tone is `quiet` when every request must be encrypted. */
export function demandStatement(demands: readonly Demand[]): PolicyStatement {
	const [only] = demands;
	if (!only?.rule && demands.length <= 1) {
		return {concept: 'mTLS', text: safe`PERMISSIVE: plain text is accepted too`, tone: 'text', isDefault: true};
	}
	const tone = demands.every(({mode}) => mode === 'STRICT')
		? 'quiet'
		: demands.some(({mode}) => mode === 'DISABLE')
			? 'warning'
			: 'text';
	return {concept: 'mTLS', text: line(demands.map(demandText).join(' · ')), tone};
}

function demandText({mode, rule}: Demand): SafeText {
	const meaning =
		mode === 'PERMISSIVE'
			? safe`PERMISSIVE: plain text is accepted too`
			: mode === 'DISABLE'
				? safe`DISABLE: plain text only`
				: mode;
	if (!rule) return meaning;
	const ports = rule.ports.map(({port, mode: own}) => `, port ${port} ${own}`).join('');
	return safe`${meaning}${line(isForAll(rule) ? '' : ports)} (PeerAuthentication ${rule.metadata.namespace}/${rule.metadata.name})`;
}

function oldestFirst(namespace: string, snapshot: Snapshot): readonly PeerAuthenticationObject[] {
	return snapshot
		.list(PEER_AUTHENTICATIONS, namespace)
		.toSorted((one, other) => (one.metadata.createdAtMs ?? 0) - (other.metadata.createdAtMs ?? 0));
}

function isForAll({selector}: PeerAuthenticationObject): boolean {
	return Object.keys(selector).length === 0;
}

function selects({selector}: PeerAuthenticationObject, labels: Labels): boolean {
	return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
