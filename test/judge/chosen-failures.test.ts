import {describe, expect, test} from 'vitest';
import {configurationPlaces} from '../../source/domain/settings/configuration-blocks.ts';
import type {FailureConfiguration, FailureSettings} from '../../source/domain/settings/failure-settings.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {chosenFailures} from '../../source/judge/settings/chosen-failures.ts';

const only = (...failing: readonly string[]) => ({failing, except: []});

describe('of the places in the configuration file', () => {
	test.each(configurationPlaces.map((place, at) => [place, at] as const))(
		'%s overrules those before it',
		(place, at) => {
			const values = configurationPlaces.slice(0, at + 1).map((one, index) => [one, {http: only(`40${index}`)}]);
			const {chosen} = chosenIn(fileWith(Object.fromEntries(values)));
			expect(chosen?.rule).toEqual({http: {...only(`40${at}`), isBesideOwn: false}, grpc: null});
			expect(chosen?.sources).toEqual({http: {place, added: []}, grpc: null});
		},
	);

	test('each part is of the most specific one that names it', () => {
		const {chosen} = chosenIn(fileWith({all: {http: only('5xx'), grpc: only('14')}, service: {http: only('404')}}));
		expect(chosen?.rule.http?.failing).toEqual(['404']);
		expect(chosen?.rule.grpc?.failing).toEqual(['14']);
		expect(chosen?.sources).toMatchObject({http: {place: 'service'}, grpc: {place: 'all'}});
	});

	test('none that speaks of it leaves the rule of the mesh', () => {
		expect(chosenIn(null).chosen).toBeNull();
		expect(chosenIn(fileWith({})).chosen).toBeNull();
	});
});

describe('an annotation', () => {
	test('adds to the rule of the mesh where the file is silent', () => {
		const {chosen, unfollowed} = chosenIn(null, {'perch.dev/failures-http': '429, 404'});
		expect(chosen?.rule).toEqual({http: {...only('429', '404'), isBesideOwn: true}, grpc: null});
		expect(chosen?.sources).toEqual({http: {place: null, added: ['429', '404']}, grpc: null});
		expect(unfollowed).toEqual([]);
	});

	test('adds to the list of the file, and never takes its place', () => {
		const {chosen, unfollowed} = chosenIn(fileWith({all: {http: only('5xx')}}), {'perch.dev/failures-http': '404'});
		expect(chosen?.rule.http).toEqual({...only('5xx', '404'), isBesideOwn: false});
		expect(chosen?.sources.http).toEqual({place: 'all', added: ['404']});
		expect(unfollowed).toEqual([]);
	});

	test('does not make fail what the file says does not, and that is told', () => {
		const file = fileWith({service: {http: {failing: ['5xx'], except: ['501']}}});
		const {chosen, unfollowed} = chosenIn(file, {'perch.dev/failures-http': '501,404'});
		expect(chosen?.rule.http).toEqual({failing: ['5xx', '404'], except: ['501'], isBesideOwn: false});
		expect(unfollowed).toEqual([
			{
				name: 'perch.dev/failures-http',
				value: '501,404',
				because: {kind: 'excepted', protocol: 'http', statuses: ['501'], by: 'service'},
			},
		]);
	});

	test('that says what the file says is not spoken of', () => {
		const {chosen, unfollowed} = chosenIn(fileWith({all: {grpc: only('14')}}), {
			'perch.dev/failures-grpc': 'UNAVAILABLE',
		});
		expect(chosen?.sources.grpc).toEqual({place: 'all', added: []});
		expect(unfollowed).toEqual([]);
	});

	test.each([
		['perch.dev/failures-http', '5xx, not 501', {kind: 'takesAway'}],
		['perch.dev/failures-http', 'not 501', {kind: 'takesAway'}],
		['perch.dev/failures-http', '', {kind: 'noStatuses', protocol: 'http'}],
		['perch.dev/failures-http', '404 429', {kind: 'noStatuses', protocol: 'http'}],
		['perch.dev/failures-http', '200', {kind: 'noStatuses', protocol: 'http'}],
		['perch.dev/failures-grpc', '404', {kind: 'noStatuses', protocol: 'grpc'}],
		['perch.dev/failures-tcp', '1', {kind: 'unknown'}],
	])('%s of "%s" does not count', (name, value, because) => {
		const {chosen, unfollowed} = chosenIn(null, {[name]: value});
		expect(chosen).toBeNull();
		expect(unfollowed).toEqual([{name, value, because}]);
	});
});

function fileWith(
	at: Readonly<Partial<Record<(typeof configurationPlaces)[number], FailureSettings>>>,
): FailureConfiguration {
	const block = (settings = {}, namespace: FailureSettings = {}, service: FailureSettings = {}) => ({
		settings,
		namespaces: {shop: namespace, other: {http: only('499')}},
		services: {'shop/checkout': service, 'pay/checkout': {http: only('499')}},
	});
	return {
		all: block(at.all, at.namespace, at.service),
		context: block(at.context, at.namespaceOfContext, at.serviceOfContext),
		writtenAtMs: 0,
	};
}

function chosenIn(file: FailureConfiguration | null, annotations: Readonly<Record<string, string>> = {}) {
	const told = Object.fromEntries(Object.entries(annotations).map(([name, value]) => [name, ident(value)]));
	return chosenFailures(file, {namespace: 'shop', names: ['checkout'], annotations: [told]});
}
