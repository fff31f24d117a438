import {line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../../meshes/contract.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';

/** A provider that the cluster has installed, whose metrics Prometheus does not have; or not with its labels. */
export interface InstalledUnread {
	readonly mesh: Mesh;
	/** The metric that has not its labels; null where none of that name is there. */
	readonly unlabelled: string | null;
}

/** Of these that perch may measure; none while any is measured, and before the API server told its groups. A provider of
 * which there is something else in place of its metrics is none: the message tells that. */
export function installedUnread({meshes}: Pick<EngineContext, 'meshes'>, state: State): readonly InstalledUnread[] {
	const {inventory} = state.cluster;
	const remains = state.metrics.connectError?.remains;
	if (!inventory || !remains) return [];
	const groups = new Set(Object.keys(inventory.served).map(id => id.slice(id.indexOf('.') + 1)));
	return meshes
		.filter(({id, installed}) => installed?.groups.some(group => groups.has(group)) && !remains.replaced.includes(id))
		.map(mesh => ({mesh, unlabelled: remains.unlabelled.find(one => one.mesh === mesh.id)?.metric ?? null}));
}

/** Why there are no figures, and what to do: what is installed, and what Prometheus has in its place. */
export function noMeshText(context: Pick<EngineContext, 'meshes'>, state: State, error: MetricsError): SafeText {
	const found = installedUnread(context, state);
	const unlabelled = found.flatMap(({mesh, unlabelled: metric}) =>
		metric === null ? [] : [unlabelledText(mesh, metric)],
	);
	const unscraped = found.filter(one => one.unlabelled === null).map(({mesh}) => mesh);
	const texts = [...unlabelled, ...unscrapedText(unscraped)];
	if (texts.length === 0) return error.message;
	const isReplaced = (error.remains?.replaced.length ?? 0) > 0;
	return line([...(isReplaced ? [error.message] : []), ...texts].join(' · '));
}

/** Envoy's counters have one name whoever configures it: which labels are missing is told by the provider's own. */
function unlabelledText({title, signs}: Mesh, metric: string): SafeText {
	const own = signs.find(sign => sign.metric === metric)?.own ?? [];
	const labels = [...new Set(own.flatMap(matcher => /^\w+/.exec(matcher)?.[0] ?? []))];
	return safe`${title} is installed, but not labelled: ${line(metric)} lacks ${line(labels.join(' and '))} as perch reads it`;
}

function unscrapedText(meshes: readonly Mesh[]): readonly SafeText[] {
	const [only, ...others] = meshes;
	if (!only) return [];
	if (others.length === 0)
		return [safe`${only.title} is installed, but not scraped: scrape ${only.installed?.scrape ?? safe`its metrics`}`];
	const names = meshes.map(({title}) => title);
	const last = names.at(-1) ?? safe``;
	return [safe`${line(names.slice(0, -1).join(', '))} and ${last} are installed, but not scraped`];
}
