import {meshIds} from '../domain/mesh-id.ts';

/** Whose metrics the demo's Prometheus has. `mixed`: each namespace in one of them, and one service in two. */
export const demoMeshes = [...meshIds, 'mixed'] as const;

export type DemoMesh = (typeof demoMeshes)[number];

export function isDemoMesh(text: string): text is DemoMesh {
	return demoMeshes.some(mesh => mesh === text);
}
