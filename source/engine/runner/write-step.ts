import type {WriteStep} from '../../domain/release/plan.ts';
import {ok, type Result} from '../../domain/result.ts';
import type {ClusterPort, WriteError} from '../../ports/cluster.ts';

/** Sends one step of a plan, or tries it. */
export async function writeStep(
	cluster: Pick<ClusterPort, 'patch' | 'remove' | 'post'>,
	{step, intentId, isDryRun}: {readonly step: WriteStep; readonly intentId: string; readonly isDryRun: boolean},
	signal: AbortSignal,
): Promise<Result<void, WriteError>> {
	switch (step.kind) {
		case 'patch': {
			const {ref, subresource, patch} = step;
			const answer = await cluster.patch({ref, subresource, patch, isDryRun, intentId}, signal);
			return answer.ok ? ok(undefined) : answer;
		}
		case 'delete':
			return cluster.remove({ref: step.ref, uid: step.uid, isDryRun, intentId}, signal);
		case 'post':
			return cluster.post({path: step.path, body: step.body, intentId}, signal);
	}
}
