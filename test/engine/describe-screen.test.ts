import {describe, expect, test} from 'vitest';
import type {JsonObject} from '../../source/domain/cluster/kube-object.ts';
import type {DescribeView} from '../../source/engine/screens/objects/describe.ts';
import type {Desk} from './support/desk.ts';
import {deskAt, deskOn} from './support/recorded.ts';
import {forbidden} from './support/session.ts';

const paused = 'argo-canary/02-paused-at-step-1';

function opened(options: Parameters<typeof deskOn>[1] = {}): Desk {
	const desk = deskOn(paused, options);
	desk.press(':');
	desk.type('describe');
	desk.press('enter');
	desk.advance(1_000);
	return desk;
}

function viewOf(desk: Desk): DescribeView {
	const {screen} = desk.frame();
	if (screen.kind !== 'describe') throw new Error(`${screen.kind} is open`);
	return screen.view;
}

const all = {columns: 120, rows: 400};
const lines = (desk: Desk) => viewOf(desk).text.rows.map(({text}) => text as string);

test('the palette alone opens it, on the release itself', () => {
	const desk = opened({size: all});
	expect(viewOf(desk).name).toBe('Rollout shop/checkout');
	expect(lines(desk).slice(0, 3)).toEqual(['apiVersion: argoproj.io/v1alpha1', 'kind: Rollout', 'metadata:']);
	expect(lines(desk)).toContain('          value: •••');
	expect(lines(desk).join('\n')).not.toMatch(/hunter2|managedFields|last-applied/);
});

test('every object of the release is reached, its route, Services, ReplicaSets and pods', () => {
	const desk = opened({size: all});
	const names: string[] = [];
	for (let at = 0; at < 20; at += 1) {
		names.push(viewOf(desk).name);
		desk.press(']');
		desk.advance(500);
	}
	const kinds = new Set(names.map(name => name.split(' ')[0]));
	expect([...kinds].toSorted()).toEqual(['EndpointSlice', 'Pod', 'ReplicaSet', 'Rollout', 'Service', 'VirtualService']);
	desk.press('[');
	desk.advance(500);
	expect(viewOf(desk).name).not.toBe(names.at(-1));
	expect(lines(desk).join('\n')).not.toContain('hunter2');
});

test('the Events about the object stand under it', () => {
	const desk = opened({size: all});
	const rows = viewOf(desk).text.rows;
	const at = rows.findIndex(({kind}) => kind === 'title');
	const about = rows.slice(at + 1);
	expect(about.length).toBeGreaterThan(1);
	expect(about[0]?.text).toMatch(/^\d\d:\d\d:\d\d rollouts-controller/);
});

test('an object stays open while others come and go, and the first one stands in for one that is gone', () => {
	const desk = opened({size: all});
	desk.press(']', ']');
	desk.advance(500);
	const {name} = viewOf(desk);
	expect(name).not.toBe('Rollout shop/checkout');
	const [, ref = ''] = name.split('/');
	desk.server.become(desk.server.objects().filter(({metadata}) => (metadata as JsonObject).name !== `${ref}x`));
	desk.sync();
	expect(viewOf(desk).name).toBe(name);
});

test('a filter shows what is in a field, and where the field is', () => {
	const desk = opened({size: all});
	desk.press('/');
	desk.type('env');
	const found = lines(desk).map(text => text.trim());
	expect(found).toContain('containers:');
	expect(found).toContain('- name: FEATURE_FAST_PATH');
	expect(found).not.toContain('replicas: 4');
});

test('a Service without a release is described by itself', () => {
	const desk = deskAt(paused, {size: all});
	const service = {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: 'lonely', namespace: 'shop', uid: 'lonely', resourceVersion: '1'},
		spec: {selector: {app: 'lonely'}},
	};
	desk.server.become([...desk.server.objects(), service]);
	desk.sync();
	desk.press('/');
	desk.type('lonely');
	desk.press('enter', ':');
	desk.type('describe');
	desk.press('enter');
	desk.advance(1_000);
	expect(viewOf(desk).name).toBe('Service shop/lonely');
});

describe('where it cannot be read', () => {
	test('the missing permission is named', () => {
		const desk = opened({world: {objectError: () => forbidden('get rollouts.argoproj.io')}});
		expect(viewOf(desk).empty).toBe('forbidden: get rollouts.argoproj.io — ask for a role that may read it');
	});

	test('an object that is too large is named', () => {
		const desk = deskOn(paused);
		desk.server.mutate('Rollout', 'checkout', [{op: 'add', path: '/spec/x', value: 'y'.repeat(600_000)}]);
		desk.press(':');
		desk.type('describe');
		desk.press('enter');
		desk.advance(1_000);
		expect(viewOf(desk).empty).toBe('checkout cannot be shown: it is larger than 512 KiB: see it with kubectl');
	});
});
