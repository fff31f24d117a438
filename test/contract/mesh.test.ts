import {readFileSync} from 'node:fs';
import {parser} from '@prometheus-io/lezer-promql';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {NamedService} from '../../source/domain/cluster/service-host.ts';
import type {FailureRule, StatusRule} from '../../source/domain/settings/failure-rule.ts';
import type {MetricSample} from '../../source/domain/signals/metric-sample.ts';
import {quoted, type SeriesScope, scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import type {Mesh} from '../../source/meshes/contract.ts';
import {meshes} from '../../source/meshes/registry.ts';

/** The longest URL that perch sends to the API server's proxy, less the path of the proxied Service. */
const proxiedQueryLimit = 4_096 - 256;

const vectors: readonly (readonly string[])[] = JSON.parse(
	readFileSync(new URL('../fixtures/hostile-strings.json', import.meta.url), 'utf8'),
);
const hostileNames = vectors.map(([, , input = '']) => input);
const name = fc.oneof(fc.constantFrom('checkout', 'unknown', '', ...hostileNames), fc.string({unit: 'binary'}));
const services = fc.array(fc.record({namespace: name, name}), {maxLength: 5});

test('every mesh has an id of its own', () => {
	expect(new Set(meshes.map(mesh => mesh.id)).size).toBe(meshes.length);
});

describe.each(meshes.map(mesh => [mesh.id, mesh] as const))('mesh %s', (_id, mesh: Mesh) => {
	test('writes valid PromQL, whatever the services are called', () => {
		fc.assert(
			fc.property(services, fc.integer({min: 1, max: 86_400}), (named, seconds) => {
				for (const promql of queriesOf(mesh, named, seconds)) expect(faultsOf(promql)).toEqual([]);
			}),
		);
	});

	test('is caught by the check above with a broken query or a division', () => {
		const [sound = ''] = queriesOf(mesh, [], 60);
		expect(faultsOf(`${sound}"`)).not.toEqual([]);
		expect(faultsOf(`${sound} / ${sound}`)).toEqual(['Div']);
	});

	test('keeps the name of a service inside the string that it is written in', () => {
		const plain = shapeOf(mesh, [{namespace: 'shop', name: 'checkout'}]);
		for (const hostileName of ['a"} or vector(1) or x{y="', 'a\\', 'a\n', '.*', 'a|b']) {
			expect(shapeOf(mesh, [{namespace: hostileName, name: hostileName}])).toEqual(plain);
		}
	});

	test('puts the operator’s matchers, whatever their values, into every selector, and counts copies once', () => {
		fc.assert(
			fc.property(fc.oneof(name, fc.string({unit: 'binary'})), services, (value, named) => {
				const scope = {...scopeOf({cluster: value, 'k8s.cluster.name': value}), copiesBy: ['prometheus_replica']};
				for (const promql of queriesOf(mesh, named, 60, scope)) {
					expect(faultsOf(promql)).toEqual([]);
					const own = `cluster=${quoted(value)},"k8s.cluster.name"=${quoted(value)}}`;
					const selectors = nodesOf(promql).filter(node => node === 'VectorSelector').length;
					expect(promql.split(own).length - 1).toBe(selectors);
					const rates = promql.match(/rate\(/g) ?? [];
					// Of a native histogram there is no greatest, only a mean.
					const once =
						promql.match(
							/max without \(prometheus_replica\)\((?:histogram_count\()?rate\(|avg without \(prometheus_replica\)\(rate\(/g,
						) ?? [];
					expect(once.length).toBe(rates.length);
				}
			}),
		);
	});

	test('polls 50 services at once with queries that are short enough for a proxied URL', () => {
		const screenful = Array.from({length: 50}, (_, at) => ({namespace: 'production', name: `service-number-${at}`}));
		// Each naming of its metrics by itself: whoever counts uses one.
		const poll = mesh.signs.flatMap(({metric}) => {
			const questions = mesh.questions(scopeOf({cluster: 'production-europe-west-1'}), [metric]);
			return [
				questions.traffic(60),
				...(questions.latency ? [questions.latency(screenful, 60)] : []),
				questions.newestSample(),
			];
		});
		for (const {promql} of poll) expect(encodeURIComponent(promql).length).toBeLessThan(proxiedQueryLimit);
	});

	test('reads any samples without throwing, and makes no figure of what is not a number', () => {
		fc.assert(
			fc.property(samplesOf(mesh), services, (samples, named) => {
				const questions = mesh.questions(scopeOf({}));
				const answers = [questions.traffic(60).read(samples), questions.trafficOf(named, 60).read(samples)];
				for (const {value, unmatched} of answers) {
					expect(unmatched).toBeLessThanOrEqual(samples.length);
					for (const {identity, requestsPerSecond, errorsPerSecond} of value) {
						expect(identity.service).not.toBe('');
						expect(Number.isFinite(requestsPerSecond)).toBe(true);
						expect(errorsPerSecond).toBeGreaterThanOrEqual(0);
						expect(errorsPerSecond).toBeLessThanOrEqual(requestsPerSecond);
					}
				}
				for (const {buckets} of questions.latency?.(named, 60).read(samples).value ?? []) {
					const bounds = buckets.map(({upperMs}) => upperMs);
					expect(bounds).toEqual(bounds.toSorted((one, other) => one - other));
					for (const {perSecond} of buckets) expect(Number.isFinite(perSecond) && perSecond >= 0).toBe(true);
				}
				for (const slice of questions.slices?.(named, 60, null).read(samples).value ?? []) {
					expect(Number.isFinite(slice.requests) && slice.requests >= 0).toBe(true);
					expect([0, slice.requests]).toContain(slice.failures);
					expect(slice.value).not.toBe('');
				}
				for (const edge of questions.edges?.(60).read(samples).value ?? []) {
					expect(edge.errorsPerSecond).toBeLessThanOrEqual(edge.requestsPerSecond);
					expect(edge.securedPerSecond ?? 0).toBeLessThanOrEqual(edge.requestsPerSecond * (1 + 1e-9));
				}
				for (const one of questions.connections?.(named, 60).read(samples).value ?? []) {
					expect(one.identity.service).not.toBe('');
					expect(one.openedPerSecond).toBeGreaterThanOrEqual(0);
					expect(one.securedPerSecond ?? 0).toBeLessThanOrEqual(one.openedPerSecond * (1 + 1e-9));
				}
				for (const {ejected, service} of questions.ejections?.(named).read(samples).value ?? []) {
					expect(named).toContain(service);
					expect(Number.isFinite(ejected) && ejected >= 0).toBe(true);
				}
				for (const {value} of [questions.newestSample().read(samples), questions.peak(named, 60).read(samples)]) {
					expect(value === null || (Number.isFinite(value) && value >= 0)).toBe(true);
				}
			}),
		);
	});

	test('is recognised by series that no other mesh has', () => {
		expect(mesh.signs).not.toEqual([]);
		const signs = (one: Mesh) => one.signs.map(({metric, own}) => `{${[`"${metric}"`, ...own].join(',')}}`);
		const others = meshes.filter(one => one.id !== mesh.id).flatMap(signs);
		for (const sign of signs(mesh)) {
			expect(faultsOf(sign)).toEqual([]);
			expect(others).not.toContain(sign);
		}
	});

	test('asks about the signs that were found, and about all of them where that is not known', () => {
		const scope = scopeOf({});
		const text = (signs?: readonly string[]) => mesh.questions(scope, signs).traffic(60).promql;
		expect(text(mesh.signs.map(({metric}) => metric))).toBe(text());
	});

	test('says what counts as failed, by the name of a label that its figures have', () => {
		const labels = queriesOf(mesh, [], 60).flatMap(promql => promql.match(/(?<=by \()[^)]+/g) ?? []);
		const named = labels.flatMap(list => list.split(',')).filter(label => mesh.failureRule.includes(label));
		const countsRequests = mesh.limits.every(({code}) => code !== 'requests');
		expect(named.length > 0 || !(countsRequests || mesh.questions(scopeOf({})).edges)).toBe(true);
	});
});

const part = (failing: readonly string[], except: readonly string[] = [], isBesideOwn = false): StatusRule => ({
	failing,
	except,
	isBesideOwn,
});
const rules: readonly (FailureRule | null)[] = [
	null,
	{http: part(['5xx', '429'], ['501', '503']), grpc: null},
	{http: null, grpc: part(['any'], ['5'])},
	{http: part(['404'], [], true), grpc: part(['14'], [], true)},
];

function queriesOf(
	mesh: Mesh,
	named: readonly NamedService[],
	seconds: number,
	scope: SeriesScope = scopeOf({}),
): readonly string[] {
	const questions = mesh.questions(scope);
	return [
		questions.traffic(seconds),
		questions.trafficOf(named, seconds),
		...(questions.latency ? [questions.latency(named, seconds)] : []),
		questions.newestSample(),
		questions.peak(named, seconds),
		questions.origins(seconds),
		questions.origins(null),
		...(questions.edges ? [questions.edges(seconds)] : []),
		...(questions.connections ? [questions.connections(named, seconds)] : []),
		...(questions.ejections ? [questions.ejections(named)] : []),
		...rules.flatMap(rule => (questions.slices ? [questions.slices(named, seconds, rule)] : [])),
	].map(({promql}) => promql);
}

/** Syntax errors, and divisions: a quotient has no sample where its divisor has none, which would pass for no data. */
function faultsOf(promql: string): readonly string[] {
	return nodesOf(promql).filter(node => node === '⚠' || node === 'Div');
}

function shapeOf(mesh: Mesh, named: readonly NamedService[]): readonly (readonly string[])[] {
	// A single name is matched by equality, one that needs no other words.
	return queriesOf(mesh, named, 60).map(nodesOf);
}

function nodesOf(promql: string): readonly string[] {
	const nodes: string[] = [];
	parser.parse(promql).iterate({
		enter: node => {
			nodes.push(node.type.isError ? '⚠' : node.name);
		},
	});
	return nodes;
}

/** Samples whose labels are those that the mesh asks for, with plausible and hostile values. */
function samplesOf(mesh: Mesh): fc.Arbitrary<readonly MetricSample[]> {
	const labels = new Set(
		queriesOf(mesh, [], 60)
			.flatMap(promql => promql.match(/(?<=by \()[^)]+/g) ?? [])
			.flatMap(list => list.split(',')),
	);
	const text = fc.oneof(
		fc.constantFrom(
			'source',
			'destination',
			'waypoint',
			'200',
			'503',
			'0',
			'+Inf',
			'5',
			'5.0',
			'-5',
			'NaN',
			'checkout',
		),
		name,
	);
	const value = fc.oneof(
		fc.double({min: -1e100, max: 1e100}),
		fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1, 2.5),
	);
	const sample = fc.record({
		labels: fc.dictionary(fc.constantFrom(...labels), text.map(ident)),
		value,
	});
	return fc.array(sample, {maxLength: 30});
}
