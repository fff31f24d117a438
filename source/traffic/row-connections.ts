import type {AnchorKey} from '../domain/cluster/keys.ts';
import type {ConnectionSample} from '../domain/signals/connection-sample.ts';
import type {AnchorIndex} from './anchor-index.ts';

/** The connections to one row, as the side that saw the most of them counts them. */
export type RowConnections = Omit<ConnectionSample, 'identity' | 'mesh'>;

/** Folds samples into those of a row; null where none is of it. Both sides report the same connection, and a caller or a
 * callee outside of the mesh reports none: the higher count is the closer one, and the two are never added. */
export function connectionsOfRow(
	index: AnchorIndex,
	row: AnchorKey,
	samples: readonly ConnectionSample[],
): RowConnections | null {
	const own = samples.filter(({identity}) => index.anchorOfIdentity(identity)?.key === row);
	const sides = Map.groupBy(own, ({mesh = '', viewpoint}) => `${mesh} ${viewpoint}`);
	const sums = [...sides.values()].map(summed).toSorted((one, other) => other.openedPerSecond - one.openedPerSecond);
	return sums[0] ?? null;
}

function summed(samples: readonly ConnectionSample[]): RowConnections {
	const total = (of: (sample: ConnectionSample) => number | null) => {
		const told = samples.map(of).filter(value => value !== null);
		return told.length === 0 ? null : told.reduce((sum, value) => sum + value, 0);
	};
	return {
		viewpoint: samples[0]?.viewpoint ?? 'source',
		openedPerSecond: total(one => one.openedPerSecond) ?? 0,
		closedPerSecond: total(one => one.closedPerSecond),
		sentPerSecond: total(one => one.sentPerSecond),
		receivedPerSecond: total(one => one.receivedPerSecond),
		securedPerSecond: total(one => one.securedPerSecond),
	};
}
