import {expect, test} from 'vitest';
import {refusal} from '../../../source/adapters/kubernetes/http/failure.ts';
import {writeOutcome} from '../../../source/adapters/kubernetes/write-outcome.ts';
import {redactCredentials} from '../../../source/adapters/system/redact-credentials.ts';
import type {WriteError} from '../../../source/ports/cluster.ts';

test('a 422 is shown without the value that it quotes', () => {
	const causes = [
		{field: 'spec.a', message: 'Invalid value: "s3cret: canary": must be a number'},
		{field: 'spec.b', message: 'Invalid value: "must be s3cret"'},
		{field: 'spec.c', message: 's3cret'},
	];
	const said = {kind: 'Status', message: 'Invalid value: s3cret', code: 422, details: {name: 'x', causes}} as const;
	const failed = {
		error: {kind: 'serverError', status: 422, message: 's3cret' as never, missing: null},
		wasSent: true,
		retryAfterSeconds: null,
		status: said,
	} as const;
	const outcome = writeOutcome({ok: false, error: failed}, false);
	expect(outcome).toMatchObject({error: {kind: 'invalid', causes: {length: 3}}});
	expect(JSON.stringify(outcome)).not.toContain('s3cret');
	expect(JSON.stringify(outcome)).toContain('must be a number');
});

const denial = 'admission webhook "guard.example" denied the request: ';

test.each([
	['a: Invalid value: "s3cret \\"s3cret\\"": must be a number', 'a: Invalid value: [hidden]: must be a number'],
	['a: Unsupported value: "s3cret": supported values: "on"', 'a: Unsupported value: [hidden]: supported values: "on"'],
	[
		'[a: Invalid value: 120: too many, b: Duplicate value: "s3cret"]',
		'[a: Invalid value: 120: too many, b: Duplicate value: [hidden]]',
	],
	['a: Invalid value: core.EnvVar{Value:"s3cret"}: field is immutable', 'a: Invalid value: [hidden]'],
	['a: Invalid value: "s3cret', 'a: Invalid value: [hidden]'],
	['not on Fridays', 'not on Fridays'],
])('of a webhook that denies with %j no quoted value is shown', (because, shown) => {
	for (const code of [400, 403, 422])
		expect(deniedBy(code, because)).toMatchObject({kind: 'denied', message: `${denial}${shown}`});
});

function deniedBy(code: number, because: string): WriteError {
	const text = JSON.stringify({kind: 'Status', message: `${denial}${because}`, code});
	const outcome = writeOutcome(
		{ok: false, error: refusal({status: code, headers: {}, text}, redactCredentials, 0)},
		true,
	);
	if (outcome.ok) throw new Error('the patch went through');
	return outcome.error;
}
