import type {ShopCanaries, ShopCanary, ShopService} from '../../contract.ts';
import type {Destination, TrafficPeriod} from '../series/traffic-model.ts';
import type {ClusterObjects, ReplicaSetObject} from './cluster-objects.ts';

/** Before the first canary the version before it served for so long. */
const beforeMs = 86_400_000;

/** When the history of a service with these canaries begins. */
export const beginOf = ({canaries}: ShopCanaries, startMs: number): number =>
	Math.min(...canaries.map(({agoSeconds}) => startMs - agoSeconds * 1000)) - beforeMs;

interface Known {
	readonly service: ShopService;
	readonly objects: ClusterObjects;
	readonly startMs: number;
}

/** The history of a service with the canaries that it had, in place of what the cluster's objects tell until the last of
 * them was promoted. Objects tell nothing of them: they hold no past weights. */
export const withPastCanaries = (
	told: readonly TrafficPeriod[],
	past: ShopCanaries,
	known: Known,
): readonly TrafficPeriod[] => {
	const [present] = told;
	const serving = present?.shares.toSorted((a, b) => b.share - a.share)[0]?.destination;
	if (present === undefined || serving === undefined) return told;
	const {name} = known.service;
	const stable = (tag: string) => destinationOf(`${name}-stable`, tag, serving, known);
	const canary = (tag: string) => destinationOf(`${name}-canary`, tag, serving, known);
	const {canaries, firstTag} = past;
	const periods = canaries.flatMap((one, index): readonly TrafficPeriod[] => {
		const before = stable(canaries[index - 1]?.tag ?? firstTag);
		const {beganMs, promotedMs} = timesOf(one, known.startMs);
		return [
			...one.shares.map(({afterSeconds, share}) => ({
				fromMs: beganMs + afterSeconds * 1000,
				shares: [
					{destination: before, share: 1 - share},
					{destination: canary(one.tag), share},
				],
			})),
			{fromMs: promotedMs, shares: [{destination: stable(one.tag), share: 1}]},
		];
	});
	const first = {fromMs: beginOf(past, known.startMs), shares: [{destination: stable(firstTag), share: 1}]};
	const lastMs = Math.max(...canaries.map(one => timesOf(one, known.startMs).promotedMs));
	return [first, ...periods.slice(0, -1), {...present, fromMs: lastMs}, ...told.filter(({fromMs}) => fromMs > lastMs)];
};

const timesOf = ({agoSeconds, promotedAfterSeconds}: ShopCanary, startMs: number) => {
	const beganMs = startMs - agoSeconds * 1000;
	return {beganMs, promotedMs: beganMs + promotedAfterSeconds * 1000};
};

/** The pods of another version, by their ReplicaSet while the cluster holds it. */
const destinationOf = (service: string, tag: string, serving: Destination, known: Known): Destination => {
	const found = known.objects.replicaSets.find(replicaSet => isOf(replicaSet, known.service, tag));
	const digits = tag.replaceAll('.', '');
	const hash = found?.spec.template.metadata?.labels?.['pod-template-hash'] ?? digits;
	const name = found?.metadata.name ?? `${serving.workload}-${digits}`;
	const {pods} = serving;
	if (pods === undefined) return {...serving, service, tag};
	const named = {...pods, name, ...(pods.templateHash !== undefined && {templateHash: hash})};
	return {...serving, service, tag, pods: named};
};

const isOf = ({metadata, spec}: ReplicaSetObject, {namespace, name}: ShopService, tag: string): boolean =>
	metadata.namespace === namespace &&
	metadata.ownerReferences?.some(owner => owner.name === name) === true &&
	(spec.template.spec?.containers?.[0]?.image ?? '').endsWith(`:${tag}`);
