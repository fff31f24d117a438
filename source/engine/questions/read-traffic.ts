import {allOk, err, ok, type Result} from '../../domain/result.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {TrafficSample} from '../../domain/signals.ts';
import type {Origins} from '../../meshes/contract.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import type {Measured} from '../state/metrics-state.ts';
import {type MetricsConnection, questionOf, scopeOfCopies, tooFewSamples, withQuestions} from './connect-metrics.ts';
import {oddValuesText} from './odd-values.ts';
import {inFewTexts} from './one-text.ts';
import {readOrigins} from './read-origins.ts';

export interface TrafficRead extends Measured<readonly TrafficSample[]> {
	readonly promql: string;
	readonly unmatched: number;
	/** The connection that was asked in the end: a new one where copies of series have appeared, or where its rules are
	 * no longer evaluated. */
	readonly connection: MetricsConnection;
	readonly origins: Origins;
}

export interface TrafficOfAll {
	/** In the order of the connections. */
	readonly reads: readonly TrafficRead[];
	readonly warnings: readonly SafeText[];
}

/** Of an answer that grows with the cluster or with the screen: ten thousand services of two versions, seen from both
 * sides, take some 20 MB. */
export const maximumBytes = 64 * 2 ** 20;

/** The figures of all services, of every mesh at once. They must be of one cluster; each request is counted once. */
export async function readTraffic(
	connections: readonly MetricsConnection[],
	windowSeconds: number,
	signal: AbortSignal,
): Promise<Result<TrafficOfAll, MetricsError>> {
	const asked = connections.map(connection => ({
		...connection.questions.traffic(windowSeconds),
		mesh: connection.mesh.id,
		connection,
	}));
	const texts = await Promise.all(
		inFewTexts(asked).map(async text => {
			const {port} = text.parts[0]?.connection ?? {};
			const answer = await port?.instant({promql: text.promql, maximumBytes}, signal);
			return answer?.ok ? ok({...answer.value, text}) : (answer ?? ok(null));
		}),
	);
	const answers = allOk(texts);
	if (!answers.ok) return answers;
	const told = answers.value.flatMap(answer => answer ?? []);
	const reads = asked.flatMap(part => {
		const answer = told.find(({text}) => text.parts.includes(part));
		return answer ? [{...part, atMs: answer.atMs, samples: answer.text.samplesOf(part, answer.samples)}] : [];
	});
	const renewed = await Promise.all(
		reads.map(({connection, samples}) => renewedOf(connection, samples, windowSeconds, signal)),
	);
	const next = allOk(renewed);
	if (!next.ok) return next;
	if (next.value.some(one => one !== null))
		return readTraffic(
			connections.map((one, at) => next.value[at] ?? one),
			windowSeconds,
			signal,
		);
	return ok({
		reads: reads.map(({connection, samples, atMs, promql, read}) => {
			const {value, unmatched} = read(samples);
			const origins = connection.questions.origins(windowSeconds).read(samples).value;
			return {value, unmatched, atMs, promql, connection, origins};
		}),
		warnings: [
			...new Set(told.flatMap(({warnings}) => warnings)),
			...reads.flatMap(({connection: {mesh}, samples}) => oddValuesText(mesh.title, samples) ?? []),
		],
	});
}

type Samples = Parameters<ReturnType<MetricsConnection['questions']['traffic']>['read']>[0];

/** The connection to ask in place of this one, whose answer was no answer or counts copies twice; null where it counts. */
async function renewedOf(
	connection: MetricsConnection,
	samples: Samples,
	windowSeconds: number,
	signal: AbortSignal,
): Promise<Result<MetricsConnection | null, MetricsError>> {
	const {port, questions, scope, rules} = connection;
	// The server leaves out records of rules that are no longer evaluated.
	if (samples.length === 0 && rules) return ok(withoutRules(connection));
	if (samples.length === 0) {
		// Services without calls have rates of 0. Without any rate there are either no series or too few samples.
		const now = await readOrigins(port, questions, null, signal);
		if (!now.ok) return now;
		return now.value.found > 0 ? err(tooFewSamples(windowSeconds)) : ok(null);
	}
	const origins = questions.origins(windowSeconds).read(samples).value;
	const question = questionOf(origins, scope);
	if (question) return err(question);
	const isNew = origins.copiesBy.some(label => !scope.copiesBy.includes(label));
	return ok(isNew ? withQuestions({...connection, scope: scopeOfCopies(scope, origins)}) : null);
}

function withoutRules(connection: MetricsConnection): MetricsConnection {
	const {mesh, rules} = connection;
	const unusedRules = rules && {
		mesh: mesh.id,
		because: 'stale' as const,
		windowSeconds: rules.windowSeconds,
		ageSeconds: null,
	};
	return withQuestions({...connection, rules: null, unusedRules});
}
