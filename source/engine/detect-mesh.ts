import {err, ok, type Result} from '../domain/result.ts';
import {line, safe} from '../domain/safe-text.ts';
import type {Mesh} from '../meshes/contract.ts';
import type {MetricsError, MetricsPort} from '../ports/metrics.ts';

/** Which of the known meshes this Prometheus knows. None is guessed. */
export async function detectMesh(
	meshes: readonly Mesh[],
	port: MetricsPort,
	signal: AbortSignal,
): Promise<Result<Mesh, MetricsError>> {
	const names = meshes.flatMap(mesh => mesh.metricNames);
	const inventory = await port.inventory(names, [], signal);
	if (!inventory.ok) return inventory;
	const present = meshes.filter(mesh => mesh.detect(inventory.value).kind === 'present');
	const [first] = present;
	if (!first) {
		const known = line(meshes.map(mesh => mesh.title).join(', '));
		return err({
			kind: 'notConfigured',
			status: null,
			message: safe`this Prometheus has no mesh metrics that perch reads (${known})`,
		});
	}
	return ok(first);
}
