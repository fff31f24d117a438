import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type FailureRule, isFailedBy} from '../../source/domain/settings/failure-rule.ts';
import {type Protocol, readStatuses} from '../../source/domain/settings/status-list.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import type {Mesh} from '../../source/meshes/contract.ts';
import {istio} from '../../source/meshes/istio/istio.ts';
import {outcomeOf as istioOutcome} from '../../source/meshes/istio/istio-labels.ts';
import {linkerd} from '../../source/meshes/linkerd/linkerd.ts';
import {outcomeOf as linkerdOutcome} from '../../source/meshes/linkerd/linkerd-labels.ts';

type Labels = Readonly<Record<string, string>>;

const codes = fc.constantFrom('', '0', '200', '301', '404', '429', '499', '500', '501', '503', '511', '599');
const grpcCodes = fc.constantFrom('', '0', '1', '5', '10', '13', '14', '16', '17', '99', '100');

const ofIstio = fc.record({response_code: codes, grpc_response_status: grpcCodes});
const ofLinkerd = fc.record({
	status_code: codes.filter(code => code !== '0'),
	grpc_status: grpcCodes,
	classification: fc.constantFrom('success', 'failure'),
});

const part = (protocol: Protocol, entries: readonly string[]) =>
	fc
		.uniqueArray(fc.constantFrom(...entries), {minLength: 1, maxLength: 4})
		.map(list => readStatuses(protocol, list))
		.filter(list => list.ok)
		.chain(list =>
			fc.boolean().map(isBesideOwn => ({...(list.ok ? list.value : {failing: [], except: []}), isBesideOwn})),
		);
const httpEntries = ['5xx', '4xx', '404', '503', 'not 404', 'not 501', 'not 503', 'not 511', 'not 500'];
const grpcEntries = ['any', '5', '13', 'UNAVAILABLE', 'not 5', 'not 16', 'not 10'];
const rules: fc.Arbitrary<FailureRule | null> = fc.oneof(
	fc.constant(null),
	fc.record({
		http: fc.option(part('http', httpEntries)),
		grpc: fc.option(part('grpc', grpcEntries)),
	}),
);

test.each([
	['Istio', istio, ofIstio, istioOutcome],
	['Linkerd', linkerd, ofLinkerd, linkerdOutcome],
] as const)(
	'%s marks where requests fail just as its figures are counted, by any rule',
	(_name, mesh, labels, read) => {
		fc.assert(
			fc.property(rules, labels as fc.Arbitrary<Labels>, (rule, told) => {
				const neutral = Object.fromEntries(Object.entries(told).map(([name, text]) => [name, ident(text)]));
				const outcome = {...read(neutral), perSecond: 1};
				const isFailed = rule ? isFailedBy(rule, outcome) : outcome.isFailed;
				expect(isMarked(mesh, rule, told)).toBe(isFailed);
			}),
			{numRuns: 2_000},
		);
	},
);

test('a class without some of its statuses needs no lookahead', () => {
	const except = ['501', '511', '510'];
	const rule = {http: {failing: ['5xx', '404'], except, isBesideOwn: false}, grpc: null};
	const promql = istio.questions(scopeOf({})).slices?.(services, 300, rule).promql ?? '';
	expect(promql).toContain('"0|50[023456789]|51[23456789]|5[23456789].|404"');
});

const services = [{namespace: 'shop', name: 'checkout'}];

/** What the query makes of a series: it is followed through `label_join` and each mark, as Prometheus does. */
function isMarked(mesh: Mesh, rule: FailureRule | null, labels: Labels): boolean {
	const promql = mesh.questions(scopeOf({})).slices?.(services, 300, rule).promql ?? '';
	// The first piece is enough: all are marked alike.
	const [piece = ''] = promql.split(' or label_replace');
	const join = /"(?<target>\w+)","(?<separator>[^"]*)","(?<names>\w+(?:","\w+)*)"\),"failed"/.exec(piece)?.groups;
	const joined = join ? {[join.target ?? '']: valuesOf(join.names ?? '', labels).join(join.separator)} : {};
	const marks = [...piece.matchAll(/"failed","1","(\w+)","((?:[^"\\]|\\.)*)"/g)];
	expect(marks.length).toBeGreaterThan(0);
	return marks.some(([, label = '', pattern = '']) =>
		new RegExp(`^(?:${pattern})$`).test({...labels, ...joined}[label] ?? ''),
	);
}

function valuesOf(names: string, labels: Labels): readonly string[] {
	return names.split('","').map(name => labels[name] ?? '');
}
