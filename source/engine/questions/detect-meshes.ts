import {err, ok, type Result} from '../../domain/result.ts';
import {line, type SafeText, safe} from '../../domain/safe-text.ts';
import type {Mesh} from '../../meshes/contract.ts';
import type {MetricsError, MetricsPort} from '../../ports/metrics.ts';

/** The meshes whose metrics this Prometheus has, at least one. Perch guesses none: where it finds none, it fails. */
export async function detectMeshes(
	meshes: readonly Mesh[],
	port: MetricsPort,
	signal: AbortSignal,
): Promise<Result<readonly Mesh[], MetricsError>> {
	const names = meshes.flatMap(mesh => mesh.metricNames);
	const labels = new Set(meshes.flatMap(mesh => Object.keys(mesh.ownLabels)));
	const inventory = await port.inventory(names, [...labels], signal);
	if (!inventory.ok) return inventory;
	const present = meshes.filter(mesh => mesh.detect(inventory.value).kind === 'present');
	if (present.length > 0) return ok(present);
	return refused((await remainsOf(meshes, port, signal)) ?? nothingIn(meshes));
}

/** Where no mesh is measured: what Prometheus has in place of a mesh's metrics, in words; null where it has
 * nothing of the kind. */
async function remainsOf(meshes: readonly Mesh[], port: MetricsPort, signal: AbortSignal): Promise<SafeText | null> {
	for (const {remains} of meshes) {
		const inventory = remains && (await port.inventory(remains.metricNames, [], signal));
		if (!inventory?.ok) continue;
		// Match the names here as well: some servers list every name, whatever they are asked.
		const patterns = remains?.metricNames.map(name => new RegExp(`^(?:${name})$`)) ?? [];
		const found = inventory.value.metricNames.filter(name => patterns.some(pattern => pattern.test(name)));
		if (remains && found.length > 0) return remains.describe(found);
	}
	return null;
}

function nothingIn(meshes: readonly Mesh[]): SafeText {
	const known = line(meshes.map(mesh => mesh.title).join(', '));
	return safe`this Prometheus has no mesh metrics that perch reads (${known})`;
}

function refused(message: SafeText): Result<never, MetricsError> {
	return err({kind: 'notConfigured', status: null, message});
}
