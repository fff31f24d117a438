import type {Refusal} from '../../domain/release/refusal.ts';
import {ok, type Result} from '../../domain/result.ts';
import type {Operation} from '../contract.ts';

/** The result of `can` for a verb that applies. */
export const allowed: Result<void, Refusal> = ok(undefined);

/** Makes `plan` ask `can` again about the live objects: a verb that applied on screen may not apply any more. */
export function checked<Detail>(operation: Operation<Detail>): Operation<Detail> {
	return {
		...operation,
		plan: request => {
			const allowed = operation.can(request.release, request.answers);
			return allowed.ok ? operation.plan(request) : allowed;
		},
	};
}
