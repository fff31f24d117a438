import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {createDesk, type Desk} from './support/desk.ts';
import {homeOf, saidOf} from './support/home.ts';

/** Deployments in the middle of an update: 2 of 4 pods are new, 40 % of the ready ones. */
function updating(count: number): readonly RawObject[] {
	return Array.from({length: count}, (_, at) =>
		updatingOne(`team-${Math.floor(at / 30)}`, `svc-${String(at).padStart(5, '0')}`),
	).flat();
}

function updatingOne(namespace: string, name: string): readonly RawObject[] {
	const app = {app: name};
	const at = (more: object) => ({namespace, uid: `uid-${name}`, resourceVersion: '1', ...more});
	const template = (tag: string, hash?: string) => ({
		metadata: {labels: {...app, ...(hash === undefined ? {} : {'pod-template-hash': hash})}},
		spec: {containers: [{name: 'app', image: `r.example.test/${name}:${tag}`}]},
	});
	const annotations = {'deployment.kubernetes.io/revision': '2'};
	const status = {observedGeneration: 2, replicas: 5, updatedReplicas: 2, readyReplicas: 5, availableReplicas: 5};
	const replicaSet = (number: number, tag: string, replicas: number) => ({
		apiVersion: 'apps/v1',
		kind: 'ReplicaSet',
		metadata: at({
			name: `${name}-${number}`,
			uid: `uid-${name}-${number}`,
			labels: {...app, 'pod-template-hash': `h${number}`},
			annotations: {'deployment.kubernetes.io/revision': `${number}`},
			ownerReferences: [{kind: 'Deployment', name, uid: `uid-${name}`, controller: true}],
		}),
		spec: {replicas, selector: {matchLabels: app}, template: template(tag, `h${number}`)},
		status: {replicas, readyReplicas: replicas, availableReplicas: replicas},
	});
	return [
		{
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata: at({name, generation: 2, annotations}),
			spec: {replicas: 4, selector: {matchLabels: app}, template: template('1.1')},
			status,
		},
		replicaSet(1, '1.0', 3),
		replicaSet(2, '1.1', 2),
		{apiVersion: 'v1', kind: 'Service', metadata: at({name, uid: `service-${name}`}), spec: {selector: app}},
	];
}

const served = {
	services: ['v1'],
	pods: ['v1'],
	events: ['v1'],
	'deployments.apps': ['v1'],
	'replicasets.apps': ['v1'],
};

function deskWith(objects: readonly RawObject[]): Desk {
	const desk = createDesk({
		objects,
		nowMs: Date.parse('2026-11-21T07:11:23Z'),
		size: {columns: 100, rows: 24},
		world: {served},
	});
	desk.advance(5_000);
	return desk;
}

/** The configured share of every release, whether it is on screen or not. */
function toldShares(desk: Desk): ReadonlySet<number | 'unknown'> {
	return new Set([...desk.context.derive.releases(desk.state()).values()].map(({split}) => split.configuredPercent));
}

const weightsOnScreen = (desk: Desk): readonly string[] => {
	const {screen} = desk.frame();
	return screen.kind === 'releases' ? screen.view.rows.map(({weight}) => weight) : [];
};

function companionsOf(desk: Desk) {
	return Object.values(desk.state().cluster.watches).flatMap(({request}) =>
		request.kind.watch === 'release' ? [request] : [],
	);
}

describe('with many moving releases', () => {
	test('the share of a release that was not read is unknown, and the rows on screen are read at any position', () => {
		const desk = deskWith(updating(300));
		expect(toldShares(desk)).toEqual(new Set([40, 'unknown']));
		desk.press('R', 'home');
		for (const key of ['end', 'pageup', 'home']) {
			desk.press(key);
			desk.advance(1_500);
			expect(new Set(weightsOnScreen(desk)), key).toEqual(new Set(['40%']));
		}
		// Three watches a release: its pods, its ReplicaSets and its Events.
		expect(companionsOf(desk).length).toBeLessThanOrEqual(3 * 40);
	});

	test('of 10,000 the rows on screen and few others are read, and nothing is shown of an unread release', () => {
		const desk = deskWith(updating(10_000).filter(({kind}) => kind === 'Deployment'));
		desk.press('R', 'end');
		desk.advance(1_500);
		const {screen} = desk.frame();
		const rows = screen.kind === 'releases' ? screen.view.rows : [];
		expect(rows.length).toBeGreaterThan(10);
		expect(new Set(rows.map(({weight, pods}) => `${weight}${pods}`))).toEqual(new Set(['']));
		const read = companionsOf(desk).map(({labelSelector}) => labelSelector);
		for (const {name} of rows) expect(read).toContain(`app=${name.split('/')[1]}`);
		expect(read.length).toBeLessThanOrEqual(3 * 40);
	});
});

test('releases that no screen shows are read in turn, so that pods that do not start are noticed', () => {
	const desk = deskWith([...updating(90), crashingPod('team-2', 'svc-00077')]);
	const waiting = () => homeOf(desk).summary.releases?.waiting ?? -1;
	let waited = 0;
	while (waiting() === 0 && waited < 40) {
		desk.advance(10_000);
		waited += 1;
	}
	expect(waiting()).toBe(1);
	// The release is on top from then on, and is read for as long as it is there.
	desk.advance(60_000);
	expect(homeOf(desk).rows[0]?.name).toBe('team-2/svc-00077');
	expect(waiting()).toBe(1);
});

function crashingPod(namespace: string, name: string): RawObject {
	const waiting = {reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container'};
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			name: `${name}-2-x`,
			namespace,
			uid: `pod-${name}`,
			resourceVersion: '1',
			labels: {app: name, 'pod-template-hash': 'h2'},
			ownerReferences: [{kind: 'ReplicaSet', name: `${name}-2`, uid: `uid-${name}-2`, controller: true}],
		},
		spec: {containers: [{name: 'app', image: `r.example.test/${name}:1.1`}]},
		status: {
			phase: 'Running',
			containerStatuses: [{name: 'app', ready: false, restartCount: 4, state: {waiting}, image: '', imageID: ''}],
		},
	};
}

test('a share is unknown, not 0%, for as long as the ReplicaSets may not be read', () => {
	const desk = createDesk({
		objects: updating(1),
		nowMs: Date.parse('2026-11-21T07:11:23Z'),
		world: {served: {...served, 'replicasets.apps': []}},
	});
	desk.advance(5_000);
	expect(homeOf(desk).rows[0]?.release).toMatchObject({tag: '', share: '–', where: ['rolling', 'rolling', '–']});
	expect(saidOf(desk)).toMatch(/^ROLLING: 2 of 4 pods are of the new version · the metrics/);
	desk.press('enter');
	desk.advance(1_000);
	const release = desk.frame().screen;
	expect(release.kind === 'release' && release.view.now).not.toContain('all traffic on one version');
	expect(release.kind === 'release' && release.view.back).toBe('its earlier versions are not read');
});
