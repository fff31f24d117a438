import {areNamedIn, type NamedService, servicesText} from '../../domain/cluster/service-host.ts';
import {ok} from '../../domain/result.ts';
import type {EdgeSample} from '../../domain/signals/edge-sample.ts';
import type {MeshId} from '../../domain/signals/mesh-id.ts';
import type {MetricsState} from '../state/metrics-state.ts';
import {answerOf, type MetricsQuestion, toldBy} from './question.ts';

/** The answer is large and changes slowly: between two questions as many polls pass. */
export const edgesEveryMs = 45_000;

interface EdgesAsked {
	readonly windowSeconds: number;
	/** Null: the calls of all services. */
	readonly services: readonly NamedService[] | null;
}

/** Who calls whom, rates over `windowSeconds`. */
export interface EdgesTold extends EdgesAsked {
	/** By the server's clock, of the oldest answer; null where no mesh could be asked. */
	readonly atMs: number | null;
	/** Each sample names its mesh. */
	readonly samples: readonly EdgeSample[];
	/** The meshes that tell callers. */
	readonly meshes: readonly MeshId[];
}

/** Asks who calls whom while somebody looks at it: of all services, or of those of one release alone. */
export const edges: MetricsQuestion<EdgesAsked, EdgesTold> = {
	id: 'edges',
	wanted({edges: of}, {metrics: {source}}) {
		if (!source || of === null) return null;
		return {windowSeconds: source.windowSeconds, services: of === 'all' ? null : of};
	},
	keyOf: () => '',
	covers: (earlier, wanted) => earlier.windowSeconds === wanted.windowSeconds && tellsOf(earlier, wanted.services),
	async ask(asker, asked) {
		const {windowSeconds, services} = asked;
		const answer = await asker.instant(questions => questions.edges?.(windowSeconds, services ?? undefined) ?? null);
		if (!answer.ok) return answer;
		const told = answer.value;
		return ok({
			...asked,
			atMs: told.length === 0 ? null : Math.min(...told.map(({atMs}) => atMs)),
			samples: told.flatMap(({mesh, value}) => value.map(sample => ({...sample, mesh}))),
			meshes: told.map(({mesh}) => mesh),
		});
	},
	dueAtMs: ({begunAtMs}) => begunAtMs + edgesEveryMs,
};

/** The last edges that were told of these services, or of all; null before. They stay when a later question fails. */
export function edgesOf(metrics: MetricsState, services: readonly NamedService[] | null): EdgesTold | null {
	const told = toldBy(edges, metrics);
	return told && tellsOf(told, services) ? told : null;
}

/** Why the last question about edges failed; null where it did not, and before the first. */
export function edgesError(metrics: MetricsState) {
	return answerOf(edges, metrics)?.error ?? null;
}

function tellsOf(asked: Pick<EdgesAsked, 'services'>, services: readonly NamedService[] | null): boolean {
	if (asked.services === null) return true;
	return services !== null && areNamedIn(servicesText(asked.services), services);
}
