import type {MetricInventory} from '../../domain/metric-sample.ts';
import {err, ok, type Result} from '../../domain/result.ts';
import {line, type SafeText, safe} from '../../domain/safe-text.ts';
import type {Mesh} from '../../meshes/contract.ts';
import type {MetricsError, MetricsPort} from '../../ports/metrics.ts';

/** The mesh whose metrics this Prometheus has. None is guessed: neither none nor several is an answer. */
export async function detectMesh(
	meshes: readonly Mesh[],
	port: MetricsPort,
	signal: AbortSignal,
): Promise<Result<Mesh, MetricsError>> {
	const names = meshes.flatMap(mesh => mesh.metricNames);
	const labels = new Set(meshes.flatMap(mesh => Object.keys(mesh.ownLabels)));
	const inventory = await port.inventory(names, [...labels], signal);
	if (!inventory.ok) return inventory;
	const chosen = chooseMesh(meshes, inventory.value);
	if (chosen.ok || presentIn(inventory.value, meshes).length > 0) return chosen;
	const remains = await remainsOf(meshes, port, signal);
	return remains === null ? chosen : refused(remains);
}

/** Where no mesh is measured: what is there in place of its metrics, in words; null where there is nothing of the kind. */
async function remainsOf(meshes: readonly Mesh[], port: MetricsPort, signal: AbortSignal): Promise<SafeText | null> {
	for (const {remains} of meshes) {
		const inventory = remains && (await port.inventory(remains.metricNames, [], signal));
		if (!inventory?.ok) continue;
		// Servers that list every name whatever they are asked are asked by us.
		const patterns = remains?.metricNames.map(name => new RegExp(`^(?:${name})$`)) ?? [];
		const found = inventory.value.metricNames.filter(name => patterns.some(pattern => pattern.test(name)));
		if (remains && found.length > 0) return remains.describe(found);
	}
	return null;
}

export function chooseMesh(meshes: readonly Mesh[], inventory: MetricInventory): Result<Mesh, MetricsError> {
	const present = presentIn(inventory, meshes);
	const [first, ...others] = present;
	if (!first) {
		const known = line(meshes.map(mesh => mesh.title).join(', '));
		return refused(safe`this Prometheus has no mesh metrics that perch reads (${known})`);
	}
	if (others.length === 0) return ok(first.mesh);
	const choices = line(present.map(({mesh}) => `--mesh ${mesh.id}`).join(' or '));
	const found = line(present.map(({mesh, because}) => `${mesh.title} (${because})`).join(' and '));
	return refused(safe`which mesh is meant? set ${choices}, or mesh of the context in the configuration: ${found}`);
}

function presentIn(
	inventory: MetricInventory,
	meshes: readonly Mesh[],
): readonly {readonly mesh: Mesh; readonly because: SafeText}[] {
	return meshes.flatMap(mesh => {
		const detection = mesh.detect(inventory);
		return detection.kind === 'present' ? [{mesh, because: detection.because}] : [];
	});
}

function refused(message: SafeText): Result<never, MetricsError> {
	return err({kind: 'notConfigured', status: null, message});
}
