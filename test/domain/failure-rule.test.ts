import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	countedBy,
	type FailureRule,
	isFailedBy,
	type StatusRule,
	untoldPerSecond,
} from '../../source/domain/settings/failure-rule.ts';
import {type Protocol, readStatuses} from '../../source/domain/settings/status-list.ts';
import type {Outcome} from '../../source/domain/signals/outcome.ts';
import {ident} from '../../source/domain/text/safe-text.ts';

/** How a request ended: `503`, `200/14`, `/` without a status, and whether it fails by the provider's own rule. */
function outcome(text: string, isFailed: boolean, perSecond = 1): Outcome {
	const [status = '', grpcStatus = ''] = text.split('/');
	const told = (part: string) => (part === '' ? null : ident(part));
	return {status: told(status), grpcStatus: told(grpcStatus), isFailed, perSecond};
}

function part(protocol: Protocol, text: string | null): StatusRule | null {
	if (text === null) return null;
	const list = readStatuses(protocol, text.replace('+', '').split(','));
	if (!list.ok) throw new Error(list.error.kind);
	return {...list.value, isBesideOwn: text.startsWith('+')};
}

const rule = (http: string | null, grpc: string | null = null): FailureRule => ({
	http: part('http', http),
	grpc: part('grpc', grpc),
});

/** A leading + is a list beside the provider's own rule. */
describe.each([
	['5xx', null],
	['5xx,429', null],
	['5xx,not 501', null],
	['404', null],
	['+404', null],
	[null, 'any'],
	[null, 'UNAVAILABLE,13'],
	[null, 'any,not NOT_FOUND'],
	[null, '+5'],
	['4xx', '14'],
] as const)('http %s and grpc %s', (http, grpc) => {
	test.each([
		// A request, whether it fails by the provider's own rule, and under which of the rules above.
		['200', false, []],
		['503', true, ['5xx', '5xx,429', '5xx,not 501', '+404', 'any', 'UNAVAILABLE,13', 'any,not NOT_FOUND', '+5']],
		['501', true, ['5xx', '5xx,429', '+404', 'any', 'UNAVAILABLE,13', 'any,not NOT_FOUND', '+5']],
		['429', false, ['5xx,429', '4xx']],
		['404', false, ['404', '+404', '4xx']],
		// Without an answer there is nothing that a list could name.
		['/', true, 'all'],
		['/', false, []],
		// A gRPC call that failed has the HTTP status 200.
		['200/14', true, 'all'],
		['200/5', true, ['5xx', '5xx,429', '5xx,not 501', '404', '+404', 'any', '+5']],
		['200/5', false, ['any', '+5']],
		['200/0', false, []],
		['/13', true, ['5xx', '5xx,429', '5xx,not 501', '404', '+404', 'any', 'UNAVAILABLE,13', 'any,not NOT_FOUND', '+5']],
		['200/99', true, ['5xx', '5xx,429', '5xx,not 501', '404', '+404', 'any', 'any,not NOT_FOUND', '+5']],
	] as const)('%s that fails by the provider’s own rule: %s', (text, isFailed, failingUnder) => {
		const isExpected = failingUnder === 'all' || failingUnder.some(one => one === (http ?? grpc));
		expect(isFailedBy(rule(http, grpc), outcome(text, isFailed))).toBe(isExpected);
	});
});

describe('requests that are counted by class only', () => {
	test.each([
		// A rule, a class, whether the provider says that it fails, whether it fails, and whether that is told.
		['5xx', '5xx', true, true, true],
		['5xx', '4xx', false, false, true],
		['5xx', '5xx', false, true, true],
		['404', '4xx', false, false, false],
		['404', '5xx', true, false, true],
		['5xx,not 501', '5xx', true, true, false],
		['5xx,not 501', '5xx', false, false, false],
		['+404', '5xx', true, true, true],
		['+404', '4xx', false, false, false],
		['5xx', 'odd', true, true, false],
	])('by %s, of %s (own rule %s): failed %s, told %s', (http, text, isOwn, isFailed, isTold) => {
		const own = outcome(text, isOwn, 7);
		expect(isFailedBy(rule(http), own)).toBe(isFailed);
		const sample = {...nobody, requestsPerSecond: 7, errorsPerSecond: isOwn ? 7 : 0, outcomes: [own]};
		expect(untoldPerSecond(rule(http), sample)).toBe(isTold ? 0 : 7);
	});

	test('are as the provider has them where nothing is told of how they ended', () => {
		const sample = {...nobody, requestsPerSecond: 7, errorsPerSecond: 2};
		expect(countedBy(rule('4xx'), sample)).toBe(sample);
		expect(untoldPerSecond(rule('4xx'), sample)).toBe(7);
	});
});

describe('whatever was answered', () => {
	const codes = fc.constantFrom('200', '204', '301', '404', '429', '499', '500', '501', '503', '0');
	const grpcCodes = fc.constantFrom('', '0', '1', '5', '13', '14', '16');
	// As Istio counts.
	const outcomes = fc.array(
		fc.tuple(codes, grpcCodes, fc.double({min: 0, max: 1e6, noNaN: true})).map(([code, grpc, perSecond]) => {
			if (code === '0') return outcome('/', true, perSecond);
			return outcome(`${code}/${grpc}`, code.startsWith('5') || !['', '0'].includes(grpc), perSecond);
		}),
	);
	const sampleOf = (all: readonly Outcome[]) => ({
		...nobody,
		requestsPerSecond: all.reduce((sum, {perSecond}) => sum + perSecond, 0),
		errorsPerSecond: all.reduce((sum, {perSecond, isFailed}) => sum + (isFailed ? perSecond : 0), 0),
		outcomes: all,
	});
	const failures = (of: FailureRule, all: readonly Outcome[]) => countedBy(of, sampleOf(all)).errorsPerSecond;

	test('a rule that says what the provider says gives the same failures', () => {
		fc.assert(
			fc.property(outcomes, all => {
				for (const same of [rule('5xx', 'any'), rule('5xx'), rule(null, 'any'), rule('+5xx', '+any')])
					expect(failures(same, all)).toBe(sampleOf(all).errorsPerSecond);
			}),
		);
	});

	test('another status on the list never lowers failures, and an exception never raises them', () => {
		const lists = fc.uniqueArray(fc.constantFrom('5xx', '4xx', '404', '429', '503'), {minLength: 1});
		fc.assert(
			fc.property(outcomes, lists, fc.constantFrom('3xx', '404', '500', '5xx'), (all, list, more) => {
				const fewer = failures(rule(list.join(',')), all);
				expect(failures(rule([...list, more].join(',')), all)).toBeGreaterThanOrEqual(fewer);
				if (list.includes('5xx') && !list.includes('503'))
					expect(failures(rule([...list, 'not 503'].join(',')), all)).toBeLessThanOrEqual(fewer);
				expect(fewer).toBeLessThanOrEqual(sampleOf(all).requestsPerSecond);
			}),
		);
	});

	test('statuses beside the own rule only add to it', () => {
		fc.assert(
			fc.property(outcomes, all => {
				expect(failures(rule('+404,429', '+5'), all)).toBeGreaterThanOrEqual(sampleOf(all).errorsPerSecond);
			}),
		);
	});
});

const nobody = {
	identity: {namespace: ident('shop'), service: ident('cart'), workload: null, version: null},
	viewpoint: 'source' as const,
};
