import type {KindId, WatchedKind} from '../../domain/cluster/kube-object.ts';
import {ok, type Result} from '../../domain/result.ts';
import type {ClockPort} from '../../ports/clock.ts';
import type {ApiInventory} from '../../ports/cluster.ts';
import type {Failure} from './http/failure.ts';
import type {Transport} from './http/transport.ts';
import {readInventory} from './inventory.ts';

/** Tells under which version the API server serves a kind. */
export interface Directory {
	inventory(): Promise<Result<ApiInventory, Failure>>;
	/** The API version and resource under which the kind is served; null when it is not served. */
	locate(kindId: KindId): Promise<Result<Located | null, Failure>>;
	/** Drops what discovery said: it turned out to be wrong. */
	forget(): void;
}

export interface Located {
	/** `argoproj.io/v1alpha1`, or `v1`. */
	readonly apiVersion: string;
	readonly resource: string;
	/** Null for kinds that are not in `kinds`. */
	readonly kind: string | null;
}

/** Reads discovery once and shares it; reads it again when a kind is missing, at most once in five seconds. */
export function createDirectory(options: {
	readonly transport: Pick<Transport, 'send'>;
	readonly kinds: readonly WatchedKind[];
	readonly clock: ClockPort;
	readonly signal: AbortSignal;
}): Directory {
	const {transport, clock, signal} = options;
	const kinds = new Map(options.kinds.map(kind => [kind.id, kind]));
	let known: {readonly inventory: ApiInventory; readonly atMs: number} | null = null;
	let pending: Promise<Result<ApiInventory, Failure>> | null = null;

	const read = async (): Promise<Result<ApiInventory, Failure>> => {
		const result = await readInventory(transport, signal);
		pending = null;
		if (result.ok) known = {inventory: result.value, atMs: clock.monotonicMs()};
		return result;
	};
	const readShared = () => {
		pending ??= read();
		return pending;
	};

	return {
		inventory: readShared,
		async locate(kindId) {
			const kind = kinds.get(kindId);
			const [resource = kindId, ...groupParts] = kindId.split('.');
			const group = groupParts.join('.');
			const at = (version: string): Located => ({
				apiVersion: group === '' ? version : `${group}/${version}`,
				resource,
				kind: kind?.kind ?? null,
			});
			const held = known && pickVersion(known.inventory, kindId, kind);
			if (held) return ok(at(held));
			if (known && clock.monotonicMs() - known.atMs < shortestAgeMs) return ok(null);
			const inventory = await readShared();
			if (inventory.ok) {
				const version = pickVersion(inventory.value, kindId, kind);
				return ok(version === null ? null : at(version));
			}
			// An operator who may not read discovery may still read the kinds; a 404 then tells that a kind is not
			// served.
			const assumed = kind?.versions[0];
			return inventory.error.error.kind === 'forbidden' && assumed !== undefined ? ok(at(assumed)) : inventory;
		},
		forget() {
			known = null;
		},
	};
}

const shortestAgeMs = 5_000;

/** The first version that the schema understands; for kinds without a schema, the server's own preference. */
function pickVersion(inventory: ApiInventory, kindId: KindId, kind: WatchedKind | undefined): string | null {
	const served = inventory.served[kindId] ?? [];
	if (!kind) return served[0] ?? null;
	return kind.versions.find(version => served.includes(version)) ?? null;
}

/** `/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/checkout`, without the parts that are null. */
export function apiPath(located: Located, namespace: string | null, name: string | null = null): string {
	const root = located.apiVersion.includes('/') ? '/apis' : '/api';
	const scope = namespace === null || namespace === '' ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
	const object = name === null ? '' : `/${encodeURIComponent(name)}`;
	return `${root}/${located.apiVersion}${scope}/${located.resource}${object}`;
}
