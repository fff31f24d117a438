import {standpointOf} from '../../../domain/signals/mesh-id.ts';
import {line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {RowTraffic} from '../../../traffic/row-traffic.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';

/** Who counts the requests of a row, who else does, and what cannot be told of them; null where the only mesh counts all
 * and tells all, which needs no words. */
export function measuredBy(
	{meshes}: EngineContext,
	{metrics: {source}}: State,
	folded: RowTraffic | undefined,
): SafeText | null {
	const id = folded?.mesh ?? source?.meshes[0];
	const mesh = meshes.find(one => one.id === id);
	if (!folded || !mesh) return null;
	const others = meshes.filter(one => folded.beside?.includes(one.id)).map(({title}) => title);
	if (others.length === 0 && mesh.limits.length === 0 && standpointOf[mesh.id] === 'mesh') return null;
	const beside = others.length === 0 ? safe`` : safe`, not by ${line(others.join(' and '))}, which counts them too`;
	const limits = mesh.limits.map(({text}) => safe` · ${text}`);
	return safe`measured by ${mesh.title}${beside}${line(limits.join(''))}`;
}
