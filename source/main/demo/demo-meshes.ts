import {type MeshId, meshIds} from '../../domain/signals/mesh-id.ts';

/** The meshes whose metrics the demo's Prometheus can have. `mixed`: each namespace in one of them, and one
 * service in two. */
export const demoMeshes: readonly DemoMesh[] = [...meshIds.filter(id => id !== 'own'), 'mixed'];

export type DemoMesh = Exclude<MeshId, 'own'> | 'mixed';

export function isDemoMesh(text: string): text is DemoMesh {
	return demoMeshes.some(mesh => mesh === text);
}
