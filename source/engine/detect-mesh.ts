import type {MetricInventory} from '../domain/metric-sample.ts';
import {err, ok, type Result} from '../domain/result.ts';
import {line, type SafeText, safe} from '../domain/safe-text.ts';
import type {Mesh} from '../meshes/contract.ts';
import type {MetricsError, MetricsPort} from '../ports/metrics.ts';

/** The mesh whose metrics this Prometheus has. None is guessed: neither none nor several is an answer. */
export async function detectMesh(
	meshes: readonly Mesh[],
	port: MetricsPort,
	signal: AbortSignal,
): Promise<Result<Mesh, MetricsError>> {
	const names = meshes.flatMap(mesh => mesh.metricNames);
	const labels = new Set(meshes.flatMap(mesh => mesh.labelNames));
	const inventory = await port.inventory(names, [...labels], signal);
	return inventory.ok ? chooseMesh(meshes, inventory.value) : inventory;
}

export function chooseMesh(meshes: readonly Mesh[], inventory: MetricInventory): Result<Mesh, MetricsError> {
	const present = meshes.flatMap(mesh => {
		const detection = mesh.detect(inventory);
		return detection.kind === 'present' ? [{mesh, because: detection.because}] : [];
	});
	const [first, ...others] = present;
	if (!first) {
		const known = line(meshes.map(mesh => mesh.title).join(', '));
		return refused(safe`this Prometheus has no mesh metrics that perch reads (${known})`);
	}
	if (others.length === 0) return ok(first.mesh);
	const found = line(present.map(({mesh, because}) => `${mesh.title} (${because})`).join(' and '));
	return refused(safe`which mesh is meant? ${found}`);
}

function refused(message: SafeText): Result<never, MetricsError> {
	return err({kind: 'notConfigured', status: null, message});
}
