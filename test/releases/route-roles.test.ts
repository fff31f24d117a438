import {describe, expect, test} from 'vitest';
import {verb} from '../../source/domain/release/verb.ts';
import {mustPlan} from './operator.ts';
import {backward, type Containers, forward, old, ordersScene, rolesOf, routes, unknown, young} from './orders-scene.ts';
import {asked, said} from './route-scene.ts';

describe.each(routes)('a %s to two programs with version numbers of their own', (...route) => {
	const scene = ordersScene(
		{app: 'registry.example.test/orders-classic:9.4.0'},
		{app: 'registry.example.test/orders-next:1.0.2'},
		[{}, {}],
		route,
	);

	test('does not tell which one is stable, and back asks which one is to take nothing', () => {
		expect(rolesOf(scene)).toBe(unknown);
		expect(scene.release).toMatchObject({
			split: {desiredPercent: 'unknown', configuredPercent: 'unknown'},
			back: {to: null, text: `${verb('back')} asks which destination is to take nothing`},
		});
		expect(asked(scene, 'back')).toMatch(
			/^Which destination is to take nothing\? \| A orders-classic: 95%.* \| B orders-next: 5%/,
		);
	});

	test('counts taking either of them out, and the undo of that, as toward the canary', () => {
		for (const name of [old, young]) {
			expect(said(scene, 'back', name)).toMatch(new RegExp(`^NOTHING TO ${name}.*, towardCanary`));
			expect(mustPlan(scene, 'back', [name]).undoDirection).toBe('towardCanary');
		}
	});
});

describe('the versions of two destinations', () => {
	const app = (tag: string): Containers => ({app: `registry.example.test:5000/shop/orders:${tag}`});

	test.each([
		['1.18.0', '1.19.0', forward],
		['1.9.0', '1.10.0', forward],
		['v2.0.0', 'v1.9.9', backward],
		['v1', 'v2', forward],
		['2.9.0', '2.10.0-rc.1', forward],
		['41', '42', forward],
		['2026.11.3', '2026.11.28', forward],
		['20261128', '20261103', backward],
		['2025-12-30', '2026-01-02', forward],
		['1.2.3@sha256:0a1b2c3', '1.2.4@sha256:9f8e7d6', forward],
	])('%s and %s give %s', (first, second, roles) => {
		expect(rolesOf(ordersScene(app(first), app(second)))).toBe(roles);
	});

	test.each([
		['a date and a version', '2026.11.28', '1.4.0'],
		['a day and a build', '20261128', '1042'],
		['a date with dashes and a version', '2026-11-28', '3.1.0'],
		['hashes without a letter', '4512345', '9012345'],
		['a hash without a letter and a version', '9012345', '2.0.0'],
		['hashes that begin with a digit', '4f0c1d2', '9a3b7e1'],
		['digests', '@sha256:1234567890', '@sha256:2345678901'],
		['more numbers than the other', '1.9', '1.10.0'],
		['with a v and without', 'v1', '2'],
		['a release and what came before it', '2.0.0-rc1', '2.0.0'],
		['the same version', '2.0.0', '2.0.0'],
		['words', 'latest', 'edge'],
	])('(%s) prove nothing: %s, %s', (_, first, second) => {
		const image = (tag: string): Containers =>
			tag.startsWith('@') ? {app: `registry.example.test/orders${tag}`} : app(tag);
		expect(rolesOf(ordersScene(image(first), image(second)))).toBe(unknown);
	});
});

describe('of several images', () => {
	const image = (repository: string, tag: string) => `registry.example.test/${repository}:${tag}`;

	test('perch compares those of the container with the same name, whatever comes first', () => {
		const first = {proxy: image('proxy', '4.0.0'), app: image('orders', '1.0.0')};
		const second = {app: image('orders', '1.1.0'), proxy: image('proxy', '4.0.0')};
		expect(rolesOf(ordersScene(first, second))).toBe(forward);
	});

	test.each([
		[
			'a sidecar that moved the other way',
			{proxy: image('proxy', '4.0.0'), app: image('orders', '1.0.0')},
			{proxy: image('proxy', '3.9.0'), app: image('orders', '1.1.0')},
		],
		[
			'a sidecar alone where the program itself cannot be put in order',
			{proxy: image('proxy', '4.0.0'), app: image('orders', '4f0c1d2')},
			{proxy: image('proxy', '4.1.0'), app: image('orders', '9a3b7e1')},
		],
		[
			'a common sidecar of two programs',
			{proxy: image('proxy', '4.0.0'), classic: image('classic', '9.4.0')},
			{proxy: image('proxy', '4.1.0'), next: image('next', '1.0.2')},
		],
		['containers of other names', {main: image('orders', '1.0.0')}, {app: image('orders', '1.1.0')}],
		[
			'the same name in another registry',
			{app: 'one.example.test/orders:1.0.0'},
			{app: 'two.example.test/orders:1.1.0'},
		],
	])('%s proves nothing', (_, first, second) => {
		expect(rolesOf(ordersScene(first as Containers, second as Containers))).toBe(unknown);
	});

	test('labels count where the images are of one program and cannot be put in order', () => {
		const labels = [{version: 'v1'}, {version: 'v2'}] as const;
		const hashes = ['4f0c1d2', '9a3b7e1'].map(tag => ({app: image('orders', tag)}));
		expect(rolesOf(ordersScene(hashes[0] ?? {}, hashes[1] ?? {}, labels))).toBe(forward);
		expect(rolesOf(ordersScene({app: image('classic', '9.4.0')}, {app: image('next', '1.0.2')}, labels))).toBe(unknown);
	});
});
