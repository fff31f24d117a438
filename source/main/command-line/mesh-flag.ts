import {isMeshId, type MeshId, meshIds} from '../../domain/signals/mesh-id.ts';
import {type DemoMesh, demoMeshes, isDemoMesh} from '../demo/demo-meshes.ts';
import {listed} from './flag-values.ts';

/** What `--mesh` says, checked; a sentence where it is wrong. */
export function meshFlag(
	text: string | undefined,
	isDemo: boolean,
): {readonly meshes: readonly MeshId[] | null; readonly demoMesh: DemoMesh} | string {
	const named = text === undefined ? [] : listed(text);
	// In the demo one name says whose metrics there are, and an order of several is an order of the mixed ones.
	const demoMesh = isDemo ? (named.length > 1 ? 'mixed' : (named[0] ?? 'istio')) : 'istio';
	if (!isDemoMesh(demoMesh)) return `There is no mesh "${demoMesh}" in the demo: choose from ${demoMeshes.join(', ')}.`;
	const order = isDemo && named.length === 1 ? [] : named;
	const unknown = order.find(name => !isMeshId(name));
	if (unknown !== undefined)
		return `There is no mesh "${unknown}" that perch reads: choose from ${meshIds.join(', ')}.`;
	if (new Set(order).size < order.length) return '--mesh names a mesh twice: name each once.';
	const meshes = order.filter(isMeshId);
	return {meshes: meshes.length === 0 ? null : meshes, demoMesh};
}
