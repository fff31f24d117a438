import {allOk, ok, type Result} from '../../domain/result.ts';
import type {MeshId} from '../../domain/signals/mesh-id.ts';
import type {Mesh, MeshQuery, MeshQuestions, Origins} from '../../meshes/contract.ts';
import type {MetricsError, RangeQuery} from '../../ports/metrics.ts';
import {type MetricsConnection, questionOf} from '../connecting/connect-metrics.ts';
import {mergedOrigins} from '../connecting/merged-origins.ts';
import type {Measured, SentQuery} from '../state/metrics-state.ts';
import {askEach} from './ask-each.ts';

/** Null for a mesh that cannot answer: it is not asked. */
type Query<T> = (questions: MeshQuestions) => MeshQuery<T> | null;

/** A connected Prometheus, as questions use it: each query asks for every measured mesh at once, in one text where it
 * can. If it fails for one of them, that failure is the answer. */
export interface Asker {
	/** At least one, the preferred first. */
	readonly connections: readonly MetricsConnection[];
	/** The same for every mesh. */
	readonly windowSeconds: number;
	/** Whether the operator said which mesh takes precedence. */
	readonly isOrdered: boolean;
	/** Every mesh that perch may measure, the preferred first. */
	readonly meshes: readonly Mesh[];
	readonly signal: AbortSignal;
	instant<T>(query: Query<T>): Promise<Result<readonly Told<T>[], MetricsError>>;
	/** The answers of each mesh, instant by instant. */
	range<T>(query: Query<T>, over: Over): Promise<Result<readonly (readonly Told<T>[])[], MetricsError>>;
	/** The text that `instant` and `range` send for this query, for each mesh that is asked. */
	sent(query: Query<unknown>): readonly SentQuery[];
	/** The error for meshes that are of several clusters, even if each is of one; null where all are of one. */
	questionOf(origins: readonly Origins[]): MetricsError | null;
	/** Asks `after` in place of `before` from now on, unless perch connected again meanwhile. */
	replace(before: MetricsConnection, after: MetricsConnection): void;
}

type Over = Omit<RangeQuery, 'promql'>;

interface OwnQuery<T> extends MeshQuery<T> {
	readonly mesh: MeshId;
	readonly connection: MetricsConnection;
}

/** What one mesh answered. */
export interface Told<T> extends Measured<T> {
	readonly mesh: MeshId;
}

export function createAsker(about: Pick<Asker, 'connections' | 'isOrdered' | 'meshes' | 'signal' | 'replace'>): Asker {
	const {connections, signal} = about;
	const scope = connections[0]?.scope;
	const ofClusters = (origins: readonly Origins[]) => (scope ? questionOf(mergedOrigins(origins), scope) : null);

	function queriesOf<T>(query: Query<T>): readonly OwnQuery<T>[] {
		return connections.flatMap((connection): readonly OwnQuery<T>[] => {
			const own = query(connection.questions);
			return own ? [{...own, connection, mesh: connection.mesh.id}] : [];
		});
	}

	return {
		...about,
		windowSeconds: Math.max(...connections.map(({windowSeconds}) => windowSeconds)),
		async instant<T>(query: Query<T>) {
			const answers = await askEach(queriesOf(query), (port, promql) => port.instant({promql}, signal));
			if (!answers.ok) return answers;
			return allOk(
				await Promise.all(
					answers.value.map(async ({query: {otherwise, mesh, read, connection}, answer, own}) => {
						const samples = own(answer.samples);
						if (samples.length > 0 || !otherwise) return ok({mesh, value: read(samples).value, atMs: answer.atMs});
						const other = await connection.port.instant({promql: otherwise.promql}, signal);
						return other.ok
							? ok({mesh, value: otherwise.read(other.value.samples).value, atMs: other.value.atMs})
							: other;
					}),
				),
			);
		},
		async range(query, over) {
			const answers = await askEach(queriesOf(query), (port, promql) => port.range({promql, ...over}, signal));
			if (!answers.ok) return answers;
			const told = answers.value.map(({query: {mesh, read, connection}, answer, own}) => {
				const origins = connection.questions.origins(over.stepSeconds);
				return answer.instants.flatMap(({atMs, samples: all}) => {
					const samples = own(all);
					if (samples.length === 0) return [];
					// A histogram's series do not tell their cluster; beside figures they would count as one more.
					const plain = samples.filter(({labels, histogram}) => !histogram && labels.le === undefined);
					return [{told: {mesh, atMs, value: read(samples).value}, origins: origins.read(plain).value}];
				});
			});
			// In the past the figures may have been of several clusters, though they are of one now: leave such instants
			// out.
			const byTime = Map.groupBy(told.flat(), instant => instant.told.atMs);
			const isOfOne = (atMs: number) => ofClusters((byTime.get(atMs) ?? []).map(({origins}) => origins)) === null;
			return ok(told.map(of => of.filter(instant => isOfOne(instant.told.atMs)).map(instant => instant.told)));
		},
		sent: query =>
			connections.flatMap(({questions, mesh}) => {
				const own = query(questions);
				return own ? [{mesh: mesh.id, promql: own.promql}] : [];
			}),
		questionOf: ofClusters,
	};
}

/** The samples of every mesh, each with its mesh where there are several. `atMs`: the time of an answer that no mesh
 * could give. */
export function together<S extends object>(told: readonly Told<readonly S[]>[], atMs: number): Measured<readonly S[]> {
	const [only, ...others] = told;
	if (!only) return {atMs, value: []};
	if (others.length === 0) return {atMs: only.atMs, value: only.value};
	return ofSeveral(told);
}

/** Does the same as `together` for each instant of a range, in order. */
export function togetherOver<S extends object>(
	told: readonly (readonly Told<readonly S[]>[])[],
): readonly Measured<readonly S[]>[] {
	const [only, ...others] = told;
	if (only && others.length === 0) return only.map(({atMs, value}) => ({atMs, value}));
	const byTime = Map.groupBy(told.flat(), ({atMs}) => atMs);
	return [...byTime].sort(([one], [other]) => one - other).map(([, instants]) => ofSeveral(instants));
}

/** Names the mesh of every sample, also at an instant at which only one of several meshes answered. */
function ofSeveral<S extends object>(told: readonly Told<readonly S[]>[]): Measured<readonly S[]> {
	return {
		atMs: Math.min(...told.map(({atMs}) => atMs)),
		value: told.flatMap(({mesh, value}) => value.map(sample => ({...sample, mesh}))),
	};
}
