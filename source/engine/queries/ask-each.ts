import {allOk, ok, type Result} from '../../domain/result.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {MetricsError, MetricsPort} from '../../ports/metrics.ts';
import type {MetricsConnection} from '../connecting/connect-metrics.ts';
import {inFewTexts, type MeshText} from './one-text.ts';

/** What was answered to the query of one mesh, perhaps together with those of others. */
export interface EachAnswer<Query, Answer> {
	readonly query: Query;
	readonly answer: Answer;
	/** The samples of the answer that are of this mesh. */
	own(samples: readonly MetricSample[]): readonly MetricSample[];
}

/** Sends the queries of several meshes in as few texts as there can be. The answers come in the order of the queries; if
 * one text fails, that failure is the answer. */
export async function askEach<Query extends MeshText & {readonly connection: MetricsConnection}, Answer>(
	queries: readonly Query[],
	send: (port: MetricsPort, promql: string) => Promise<Result<Answer, MetricsError>>,
): Promise<Result<readonly EachAnswer<Query, Answer>[], MetricsError>> {
	const sent = inFewTexts(queries).map(async ({promql, parts, samplesOf}) => {
		const port = parts[0]?.connection.port;
		if (!port) return ok([]);
		const answer = await send(port, promql);
		if (!answer.ok) return answer;
		return ok(
			parts.map(query => ({
				query,
				answer: answer.value,
				own: (samples: readonly MetricSample[]) => samplesOf(query, samples),
			})),
		);
	});
	const answers = allOk(await Promise.all(sent));
	if (!answers.ok) return answers;
	const byQuery = new Map(answers.value.flat().map(one => [one.query, one]));
	return ok(queries.flatMap(query => byQuery.get(query) ?? []));
}
