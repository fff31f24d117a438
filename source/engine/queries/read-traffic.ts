import {allOk, err, ok, type Result} from '../../domain/result.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {TrafficSample} from '../../domain/signals/signals.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Mesh, Origins} from '../../meshes/contract.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import {
	type MetricsConnection,
	questionOf,
	scopeOfCopies,
	tooFewSamples,
	withQuestions,
} from '../connecting/connect-metrics.ts';
import {readOrigins} from '../connecting/read-origins.ts';
import type {Measured} from '../state/metrics-state.ts';
import {askEach} from './ask-each.ts';
import {oddValuesText} from './odd-values.ts';

export interface TrafficRead extends Measured<readonly TrafficSample[]> {
	readonly promql: string;
	readonly unmatched: number;
	/** Why none of its series is read; null where one is, or where there are none. */
	readonly unread: SafeText | null;
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
	const answers = await askEach(asked, (port, promql) => port.instant({promql, maximumBytes}, signal));
	if (!answers.ok) return answers;
	const told = answers.value.map(({query, answer, own}) => ({...query, answer, samples: own(answer.samples)}));
	const checks = allOk(
		await Promise.all(told.map(({connection, samples}) => checked(connection, samples, windowSeconds, signal))),
	);
	if (!checks.ok) return checks;
	if (checks.value.some(({instead}) => instead !== null))
		return readTraffic(
			connections.map((one, at) => checks.value[at]?.instead ?? one),
			windowSeconds,
			signal,
		);
	return ok({
		reads: told.flatMap(({connection, samples, answer: {atMs}, promql, read}, at) => {
			const origins = checks.value[at]?.origins;
			if (!origins) return [];
			const answer = read(samples);
			const isUnread = answer.value.length === 0 && answer.unmatched > 0;
			const unread = isUnread ? (connection.mesh.whyUnread?.(samples) ?? namesNone(answer.unmatched)) : null;
			return [{...answer, unread, atMs, promql, connection, origins}];
		}),
		warnings: [
			...new Set(told.flatMap(({answer}) => answer.warnings)),
			...told.flatMap(({connection: {mesh}, samples}) => oddValuesText(mesh.title, samples) ?? []),
			...told.flatMap(({connection: {mesh}, samples}) => failuresUntold(mesh, samples) ?? []),
		],
	});
}

function failuresUntold({title, whyFailuresUntold}: Mesh, samples: readonly MetricSample[]): SafeText | null {
	const why = whyFailuresUntold?.(samples) ?? null;
	return why && safe`${title}: ${why}`;
}

function namesNone(series: number): SafeText {
	return series === 1 ? safe`its only series names no Service` : safe`none of its ${series} series names a Service`;
}

type Samples = Parameters<ReturnType<MetricsConnection['questions']['traffic']>['read']>[0];

interface Checked {
	readonly origins: Origins;
	/** The connection to ask in place of this one, whose answer was no answer or counts copies twice; null where it
	 * counts. */
	readonly instead: MetricsConnection | null;
}

async function checked(
	connection: MetricsConnection,
	samples: Samples,
	windowSeconds: number,
	signal: AbortSignal,
): Promise<Result<Checked, MetricsError>> {
	const {port, questions, scope, rules} = connection;
	const origins = questions.origins(windowSeconds).read(samples).value;
	// The server leaves out records of rules that are no longer evaluated.
	if (samples.length === 0 && rules) return ok({origins, instead: withoutRules(connection)});
	if (samples.length === 0) {
		// Services without calls have rates of 0. Without any rate there are either no series or too few samples.
		const now = await readOrigins(port, questions, null, signal);
		if (!now.ok) return now;
		return now.value.found > 0 ? err(tooFewSamples(windowSeconds)) : ok({origins, instead: null});
	}
	const question = questionOf(origins, scope);
	if (question) return err(question);
	const isNew = origins.copiesBy.some(label => !scope.copiesBy.includes(label));
	const instead = isNew ? withQuestions({...connection, scope: scopeOfCopies(scope, origins)}) : null;
	return ok({origins, instead});
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
