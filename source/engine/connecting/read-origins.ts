import {ok, type Result} from '../../domain/result.ts';
import type {MeshQuestions, Origins} from '../../meshes/contract.ts';
import type {MetricsError, MetricsPort} from '../../ports/metrics.ts';

/** Where the mesh's series come from, and how many groups of them have rates over this window; with null, how many
 * exist at all. */
export async function readOrigins(
	port: MetricsPort,
	questions: MeshQuestions,
	windowSeconds: number | null,
	signal: AbortSignal,
): Promise<Result<Origins, MetricsError>> {
	const {promql, read} = questions.origins(windowSeconds);
	const answer = await port.instant({promql}, signal);
	return answer.ok ? ok(read(answer.value.samples).value) : answer;
}
