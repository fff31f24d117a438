import {describe, expect, test} from 'vitest';
import type {JsonObject} from '../../source/domain/cluster/kube-object.ts';
import type {DiffView} from '../../source/engine/screens/objects/diff.ts';
import type {Desk} from './support/desk.ts';
import {deskOn} from './support/recorded.ts';
import {down, forbidden, served} from './support/session.ts';

const third = 'argo-canary/12-paused-third-revision';

const everything = {...served, 'daemonsets.apps': ['v1'], 'canaries.flagger.app': ['v1beta1']};

function opened(situation: string, options: Parameters<typeof deskOn>[1] = {}): Desk {
	const desk = deskOn(situation, {...options, world: {served: everything, ...options.world}});
	desk.press('d');
	desk.advance(1_000);
	return desk;
}

function viewOf(desk: Desk): DiffView {
	const {screen} = desk.frame();
	if (screen.kind !== 'diff') throw new Error(`${screen.kind} is open`);
	return screen.view;
}

const words = (desk: Desk) =>
	viewOf(desk).text.rows.flatMap(({kind, text}) => (kind === 'word' ? [text as string] : []));

const situations: readonly (readonly [situation: string, pair: RegExp, words: readonly string[]])[] = [
	['argo-canary/02-paused-at-step-1', /^2\.8\.1 \(r1, stable\) → 2\.9\.0 \(r2, canary\)$/, ['image 2.8.1 → 2.9.0']],
	['deployment/02-rolling', /^7\.0\.0 .*→ 7\.1\.0 /, ['image 7.0.0 → 7.1.0']],
	['statefulset/02-canary-on-ordinal-2', /^3\.0\.0 .*→ 3\.1\.0 /, ['image 3.0.0 → 3.1.0']],
	['daemonset/02-second-revision', /^1\.0\.0 .*→ 1\.1\.0 /, ['image 1.0.0 → 1.1.0']],
	['flagger/02-progressing', /^12\.0\.0 .*→ 13\.0\.0 /, ['image 12.0.0 → 13.0.0']],
];

test.each(situations)('%s: stable and canary, in words', (situation, pair, expected) => {
	const desk = opened(situation);
	expect(viewOf(desk).pair).toMatch(pair);
	expect(words(desk)).toEqual(expected);
});

describe('the pair', () => {
	test('is the one before and stable where there is no canary', () => {
		expect(viewOf(opened('argo-canary/09-undone-to-stable')).pair).toMatch(/previous\) → 2\.8\.1 .*stable\)$/);
	});

	test('follows the keys of each side, which never meet', () => {
		const desk = opened(third);
		const pairs = [viewOf(desk).pair as string];
		for (const key of ['[', '[', ']', ']', ']', '(', '(', '(', ')']) {
			desk.press(key);
			desk.advance(500);
			const {pair} = viewOf(desk);
			const [from, to] = pair.split(' → ');
			expect(from).not.toBe(to);
			pairs.push(pair);
		}
		expect(new Set(pairs).size).toBeGreaterThan(3);
	});

	test('is read anew when it changes, and what was read before is dropped', () => {
		const desk = opened(third);
		expect(Object.keys(desk.state().cluster.objects)).toHaveLength(1);
		desk.press(']');
		desk.advance(500);
		expect(Object.keys(desk.state().cluster.objects)).toHaveLength(1);
		expect(words(desk)[0]).toMatch(/^image 2\.9\.1-broken → 2\.9\.2$/);
		desk.press('escape');
		desk.advance(1_000);
		expect(desk.state().cluster.objects).toEqual({});
	});
});

test('no value of a variable is in the state or in a recorded event', () => {
	const desk = opened('argo-canary/02-paused-at-step-1');
	expect(JSON.stringify(desk.server.objects())).toContain('hunter2');
	expect(JSON.stringify(desk.state().cluster.objects)).not.toContain('hunter2');
	expect(JSON.stringify(desk.events)).not.toContain('hunter2');
});

test('two images under one tag are told apart by what the pods run', () => {
	const desk = deskOn('argo-canary/02-paused-at-step-1');
	const sameTag = desk.server.objects().map(object => {
		const text = JSON.stringify(object).replaceAll('checkout:2.9.0', 'checkout:2.8.1');
		return JSON.parse(text) as JsonObject;
	});
	const isNew = (object: JsonObject) => String((object.metadata as JsonObject).name).includes('866cfb757');
	const withImages = sameTag.map(object =>
		object.kind === 'Pod'
			? {
					...object,
					status: {
						...(object.status as JsonObject),
						containerStatuses: [
							{name: 'checkout', imageID: `registry.example/checkout@sha256:${(isNew(object) ? 'b' : 'a').repeat(64)}`},
						],
					},
				}
			: object,
	);
	desk.server.become(withImages);
	desk.sync();
	desk.press('d');
	desk.advance(1_000);
	expect(
		viewOf(desk)
			.text.rows.filter(({kind}) => kind === 'warning')
			.map(({text}) => text),
	).toEqual(['same tag, another image: checkout runs sha256:aaaaaaaaaaaa before and sha256:bbbbbbbbbbbb after']);
});

describe('where the templates cannot be read', () => {
	test.each([
		['forbidden', forbidden('get replicasets'), /^forbidden: get replicasets/],
		['down', down, /^the templates cannot be read: connection refused — trying again$/],
		['gone', {...down, kind: 'notFound', status: 404} as const, /is gone$/],
	])('%s is said', (_name, error, text) => {
		const desk = opened('argo-canary/02-paused-at-step-1', {world: {objectError: () => error}});
		expect(viewOf(desk).empty).toMatch(text);
		expect(viewOf(desk).pair).toMatch(/2\.8\.1/);
	});

	test('what was read stays, with the time and the reason', () => {
		const desk = opened('argo-canary/02-paused-at-step-1');
		desk.world.objectError = () => down;
		desk.advance(15_000);
		expect(words(desk)).toEqual(['image 2.8.1 → 2.9.0']);
		expect(viewOf(desk).note).toMatch(
			/^as it was at \d\d:\d\d:\d\d: the templates cannot be read now, connection refused$/,
		);
		desk.world.objectError = () => null;
		desk.advance(5_000);
		expect(viewOf(desk).note).toBeNull();
	});

	test('it is said that they are being read', () => {
		const desk = deskOn('argo-canary/02-paused-at-step-1', {
			world: {latencyMs: command => (command.kind === 'readObjects' ? 'never' : 5)},
		});
		desk.press('d');
		expect(viewOf(desk).empty).toMatch(/^reading checkout-.* and checkout-.* …$/);
	});

	test('it is said that the API server does not answer, where it is known not to', () => {
		const desk = deskOn('argo-canary/02-paused-at-step-1', {
			world: {latencyMs: command => (command.kind === 'readObjects' ? 'never' : 5)},
		});
		desk.world.heartbeatError = down;
		desk.advance(6_000);
		desk.press('d');
		expect(viewOf(desk).empty).toMatch(
			/^reading checkout-.* and checkout-.*: the API server does not answer — trying again$/,
		);
	});

	test('one revision alone is compared with nothing', () => {
		expect(viewOf(opened('daemonset/01-complete')).empty).toMatch(/only one revision/);
	});
});

describe('the text', () => {
	const size = {columns: 80, rows: 15};

	test('moves by lines, pages, and to both ends', () => {
		const desk = opened('argo-canary/12-paused-third-revision', {size});
		desk.press(']');
		desk.advance(500);
		const from = () => viewOf(desk).text.at;
		desk.press('j', 'j');
		expect(from()).toBe(2);
		desk.press('k');
		expect(from()).toBe(1);
		desk.press('G');
		expect(from()).toBe('end');
		desk.press('k');
		expect(from()).toBeGreaterThan(1);
		desk.press('j');
		expect(from()).toBe('end');
		desk.press('g');
		expect(from()).toBe(0);
	});

	test('keeps its place under another screen', () => {
		const desk = opened('argo-canary/02-paused-at-step-1', {size});
		desk.press('j', 'j', 'j', '?', 'escape');
		expect(viewOf(desk).text.at).toBe(3);
	});

	test('narrowed by a filter keeps the lines above a match', () => {
		const desk = opened('argo-canary/02-paused-at-step-1');
		desk.press('/');
		desk.type('2.9.0');
		const rows = viewOf(desk).text.rows.map(({text}) => text.trim());
		expect(rows).toContain('image: registry.example/checkout:2.9.0');
		expect(rows).not.toContain('image: registry.example/checkout:2.8.1');
	});
});
