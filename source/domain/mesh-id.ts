/** The meshes whose metrics perch reads, as a flag or the configuration names them. */
export const meshIds = ['istio', 'linkerd'] as const;

export type MeshId = (typeof meshIds)[number];

export function isMeshId(text: string): text is MeshId {
	return meshIds.some(id => id === text);
}
