import {meshIds} from '../domain/mesh-id.ts';

/** The meshes whose metrics the demo's Prometheus can have. `mixed`: each namespace in one of them, and one
 * service in two. */
export const demoMeshes = [...meshIds, 'mixed'] as const;

export type DemoMesh = (typeof demoMeshes)[number];

export function isDemoMesh(text: string): text is DemoMesh {
	return demoMeshes.some(mesh => mesh === text);
}
