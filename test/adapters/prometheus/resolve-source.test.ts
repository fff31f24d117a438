import {describe, expect, test} from 'vitest';
import {noAccess} from '../../../source/adapters/prometheus/access.ts';
import {resolveSource, type SourceSettings} from '../../../source/adapters/prometheus/resolve-source.ts';

const nothing: SourceSettings = {flag: undefined, env: undefined, config: undefined};

describe('the address of Prometheus', () => {
	const all: SourceSettings = {flag: 'http://flag', env: 'http://env', config: {url: 'http://config'}};

	test.each([
		['--prometheus', all, 'http://flag'],
		['PERCH_PROMETHEUS', {...all, flag: undefined}, 'http://env'],
		['the config file', {...all, flag: '', env: ''}, 'http://config'],
	])('is taken from %s when that is the first setting', (namedBy, settings, url) => {
		expect(resolveSource(settings)).toMatchObject({ok: true, value: {kind: 'url', url, namedBy}});
	});

	test('is searched in the cluster when no setting names it', () => {
		expect(resolveSource(nothing)).toEqual({ok: true, value: {kind: 'discover'}});
		expect(resolveSource({...nothing, config: {orgId: 'team-a'}})).toEqual({ok: true, value: {kind: 'discover'}});
	});
});

test.each([
	['credentials', 'http://perch:hunter2@host/prometheus'],
	['a user', 'http://hunter2@host'],
	['a query', 'http://host/?token=hunter2'],
	['a fragment', 'http://host/#hunter2'],
	['another scheme', 'ftp://hunter2'],
	['no URL', 'hunter2'],
])('an address with %s is refused without quoting it, and no other setting is tried', (_what, flag) => {
	const resolved = resolveSource({flag, env: 'http://env', config: {url: 'http://config'}});
	expect(resolved).toMatchObject({
		ok: false,
		error: {kind: 'notConfigured', message: expect.stringContaining('--prometheus: ')},
	});
	expect(JSON.stringify(resolved)).not.toContain('hunter2');
});

test('a query or a fragment in the address is refused by name, with what to do instead', () => {
	const message = (url: string) => {
		const resolved = resolveSource({...nothing, config: {url}});
		return resolved.ok ? null : resolved.error.message;
	};
	const rest =
		'in the URL is refused, no question would carry it: end it with its path; prometheus.matchers chooses a cluster';
	expect(message('http://vm/select/0/prometheus?extra_label=cluster=eu1')).toBe(
		`the config file: what follows ? ${rest}`,
	);
	expect(message('http://thanos/#graph')).toBe(`the config file: what follows # ${rest}`);
});

describe('credentials of the config file', () => {
	const config = {url: 'https://metrics.example/prometheus', bearerToken: 'secret', orgId: 'team-a', caFile: '/ca.pem'};
	const accessFor = (settings: Partial<SourceSettings>) => {
		const resolved = resolveSource({...nothing, ...settings});
		return resolved.ok && resolved.value.kind === 'url' ? resolved.value.access : null;
	};

	test('are sent to the origin that they were written for', () => {
		const access = {
			auth: {kind: 'bearer', secret: {value: 'secret'}},
			caFile: '/ca.pem',
			certFile: null,
			keyFile: null,
			headers: {'X-Scope-OrgID': 'team-a'},
		};
		expect(accessFor({config})).toEqual(access);
		expect(accessFor({config, flag: 'https://metrics.example/other'})).toEqual(access);
	});

	test('are sent to no other origin', () => {
		expect(accessFor({config, flag: 'https://elsewhere.example'})).toEqual(noAccess);
		expect(accessFor({config, env: 'http://metrics.example/prometheus'})).toEqual(noAccess);
	});

	test('are sent to the given address when they were written without one', () => {
		const basic = {username: 'perch', passwordFile: '/password'};
		expect(accessFor({config: {basic}, flag: 'https://elsewhere.example'})).toMatchObject({
			auth: {kind: 'basic', username: 'perch', secret: {file: '/password'}},
		});
	});
});
