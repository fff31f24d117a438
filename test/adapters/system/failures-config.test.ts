import {expect, test} from 'vitest';
import {parseConfig} from '../../../source/adapters/system/config-parse.ts';

const http =
	'must be a status from 300 to 599, a class 3xx, 4xx or 5xx, or a single status with not before it, as [5xx, 429, not 501]';
const grpc =
	'must be a gRPC status other than OK by its name or number, any, or a status with not before it, as [UNAVAILABLE, 13] or [any, not NOT_FOUND]';

test.each([
	['{http: [600]}', `failures.http.0 ${http}`],
	['{http: [5xx, 200]}', `failures.http.1 ${http}`],
	['{http: [2xx]}', `failures.http.0 ${http}`],
	['{http: [5xx, not 5xx]}', `failures.http.1 ${http}`],
	['{http: [5xx, {not: 501}]}', `failures.http.1 ${http}`],
	['{http: [5xx, true]}', `failures.http.1 ${http}`],
	['{http: [any]}', `failures.http.0 ${http}`],
	[
		'{http: []}',
		"failures.http must name at least one status, as [5xx, 429, not 501]; without the list the mesh's own rule counts",
	],
	['{http: 5xx}', 'failures.http must be a list'],
	['{http: }', 'failures.http must be a list'],
	['{http: [5xx, 501, not 501]}', 'failures.http names 501 both with not and without'],
	[
		'{http: [4xx, not 501]}',
		'failures.http takes 501 away, but lists nothing that holds it; write it as [5xx, 429, not 501]',
	],
	['{grpc: [OK]}', `failures.grpc.0 ${grpc}`],
	['{grpc: [14, 17]}', `failures.grpc.1 ${grpc}`],
	['{grpc: [UNAVAILABEL]}', `failures.grpc.0 ${grpc}`],
	['{grpc: [not any]}', `failures.grpc.0 ${grpc}`],
	[
		'{grpc: [14, not NOT_FOUND]}',
		'failures.grpc takes NOT_FOUND away, but lists nothing that holds it; write it as [UNAVAILABLE, 13] or [any, not NOT_FOUND]',
	],
	['{status: [5xx]}', 'failures.status is not a known setting'],
	['[5xx]', 'failures must be a group of settings'],
	['{namespaces: {shop: {http: [99]}}}', `failures.namespaces.shop.http.0 ${http}`],
	['{namespaces: {shop: {services: {}}}}', 'failures.namespaces.shop.services is not a known setting'],
	['{services: {checkout: {http: [5xx]}}}', 'failures.services.checkout must be written namespace/name'],
])('failures: %s is a mistake', (failures, message) => {
	for (const [text, path] of [
		[`failures: ${failures}\n`, ''],
		[`contexts:\n  prod:\n    failures: ${failures}\n`, 'contexts.prod.'],
	] as const) {
		const parsed = parseConfig(text);
		expect(parsed.ok ? [] : parsed.error.map(problem => problem.message)).toEqual([path + message]);
	}
});

test('the mistake has the line of its entry', () => {
	const parsed = parseConfig('failures:\n  http:\n    - 5xx\n    - 42\n');
	expect(parsed.ok ? [] : parsed.error.map(({position}) => position?.line)).toEqual([4]);
});

test('statuses are read as people write them', () => {
	const parsed = parseConfig('failures: {http: [5XX, 429, "404", not 501], grpc: [any, not Not_Found, not 1]}');
	expect(parsed.ok && parsed.value.failures).toEqual({
		http: {failing: ['5xx', '429', '404'], except: ['501']},
		grpc: {failing: ['any'], except: ['5', '1']},
	});
});
