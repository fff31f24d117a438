import type {Release} from '../../../domain/release/release.ts';
import type {RowTraffic} from '../../../traffic/row-traffic.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';

/** The last poll's figures of a release; null where no row has any. */
export function releaseTraffic({derive}: EngineContext, state: State, {key}: Pick<Release, 'key'>): RowTraffic | null {
	const row = derive.rows(state).byRelease.get(key);
	return row === undefined ? null : (derive.traffic(state)?.rows.get(row) ?? null);
}
