import {err, ok, type Result} from '../../domain/result.ts';
import type {MeshId} from '../../domain/signals/mesh-id.ts';
import {quoted, selectorOf} from '../../domain/signals/series-scope.ts';
import {line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Mesh, Sign} from '../../meshes/contract.ts';
import {anyRule, otherwiseRecorded, type Recorded, recordedOf} from '../../meshes/rules/rule-names.ts';
import type {MetricsError, MetricsPort} from '../../ports/metrics.ts';

/** A mesh whose metrics this Prometheus has. */
export interface PresentMesh {
	readonly mesh: Mesh;
	/** The metrics of those of its signs that are there. */
	readonly signs: readonly string[];
	/** What recording rules keep of it. */
	readonly recorded: readonly Recorded[];
	/** The windows of rules that another version of perch printed; left out where there are none. */
	readonly otherwiseRecorded?: readonly number[];
}

/** How far back a sign counts, as long as metric names do. */
const recently = '10m';
const signLabel = 'sign';

/** The meshes whose metrics this Prometheus has, at least one. Perch guesses none: where it finds none, it fails. One
 * question asks which metrics there are, a second one whose they are, where several meshes have the same. */
export async function detectMeshes(
	meshes: readonly Mesh[],
	port: MetricsPort,
	signal: AbortSignal,
): Promise<Result<readonly PresentMesh[], MetricsError>> {
	const names = [...new Set(meshes.flatMap(({signs}) => signs.map(({metric}) => metric)))];
	const listed = await port.metricNames([...names, anyRule], signal);
	if (!listed.ok) return listed;
	const candidates = meshes.flatMap(({signs}) => signs).filter(({metric}) => listed.value.includes(metric));
	const confirmed = await confirmedOf(candidates, port, signal);
	if (!confirmed.ok) return confirmed;
	const present = meshes.flatMap(mesh => {
		const signs = mesh.signs.filter(sign => confirmed.value.has(sign)).map(({metric}) => metric);
		return signs.length > 0 ? [withRules(mesh, signs, listed.value)] : [];
	});
	if (present.length > 0) return ok(present);
	const unlabelled = meshes.flatMap(({id, signs}) =>
		signs.flatMap(({metric}) => (listed.value.includes(metric) ? [{mesh: id, metric}] : [])),
	);
	const remains = await remainsOf(meshes, port, signal);
	return err({
		kind: 'notConfigured',
		status: null,
		message: remains[0]?.text ?? nothingIn(meshes),
		remains: {unlabelled, replaced: remains.map(({mesh}) => mesh)},
	});
}

function withRules(mesh: Mesh, signs: PresentMesh['signs'], names: readonly string[]): PresentMesh {
	const others = otherwiseRecorded(mesh, names);
	return {mesh, signs, recorded: recordedOf(mesh, names), ...(others.length > 0 && {otherwiseRecorded: others})};
}

/** The signs of which there are series. A sign without matchers has some: its metric is there. */
async function confirmedOf(
	candidates: readonly Sign[],
	port: MetricsPort,
	signal: AbortSignal,
): Promise<Result<ReadonlySet<Sign>, MetricsError>> {
	const [sure, unsure] = [candidates.filter(({own}) => own.length === 0), candidates.filter(({own}) => own.length > 0)];
	const found = new Set<Sign>(sure);
	for (let from = 0; from < unsure.length; from += mostAtOnce) {
		const asked = unsure.slice(from, from + mostAtOnce);
		const counts = asked.map(({metric, own}, at) => {
			const series = `last_over_time(${metric}${selectorOf(port.matchers, own)}[${recently}])`;
			return `label_replace(count(${series}),"${signLabel}",${quoted(String(at))},"","")`;
		});
		const answer = await port.instant({promql: counts.join(' or ')}, signal);
		if (!answer.ok) return answer;
		const told = new Set<string>(answer.value.samples.flatMap(({labels}) => labels[signLabel] ?? []));
		for (const [at, sign] of asked.entries()) if (told.has(String(at))) found.add(sign);
	}
	return ok(found);
}

/** How many signs a question may name: all of them would be too long for a proxied URL. */
const mostAtOnce = 6;

/** Where no mesh is measured: what Prometheus has in place of a mesh's metrics, in words. */
async function remainsOf(
	meshes: readonly Mesh[],
	port: MetricsPort,
	signal: AbortSignal,
): Promise<readonly {readonly mesh: MeshId; readonly text: SafeText}[]> {
	const found = meshes.map(async ({id, remains}) => {
		const names = remains && (await port.metricNames(remains.metricNames, signal));
		if (!names?.ok) return [];
		// Match the names here as well: some servers list every name, whatever they are asked.
		const patterns = remains?.metricNames.map(name => new RegExp(`^(?:${name})$`)) ?? [];
		const those = names.value.filter(name => patterns.some(pattern => pattern.test(name)));
		return remains && those.length > 0 ? [{mesh: id, text: remains.describe(those)}] : [];
	});
	return (await Promise.all(found)).flat();
}

function nothingIn(meshes: readonly Mesh[]): SafeText {
	const [first, ...others] = meshes;
	if (!first) return safe`no metrics are to be read`;
	if (others.length === 0) {
		const metrics = [...new Set(first.signs.map(({metric}) => metric))];
		return safe`this Prometheus has no ${line(metrics.join(' and no '))} (${first.title})`;
	}
	const known = line(meshes.map(mesh => mesh.title).join(', '));
	return safe`this Prometheus has no mesh metrics that perch reads (${known})`;
}
