import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {readSituation} from '../releases/situation.ts';
import {createDesk, type Desk} from './support/desk.ts';
import {homeRow} from './support/home.ts';
import {served} from './support/session.ts';

const paused = 'argo-canary/02-paused-at-step-1';
const rollouts = 'rollouts.argoproj.io';

function deskOf(): Desk {
	const desk = createDesk({...readSituation(paused), size: {columns: 120, rows: 30}});
	desk.advance(3_000);
	return desk;
}

const plain: RawObject = {
	apiVersion: 'v1',
	kind: 'Service',
	metadata: {name: 'zzz', namespace: 'shop', uid: 'uid-of-zzz', resourceVersion: '1'},
	spec: {selector: {app: 'zzz'}},
};

const bannersOf = (desk: Desk): readonly string[] =>
	desk.frame().screen.view.header.banners.map(({text}): string => text);

describe('a definition that is deleted and made anew', () => {
	test('is reported as gone, stays watched, and brings its releases back', () => {
		const desk = deskOf();
		const [id = ''] = Object.keys(desk.state().cluster.watches).filter(watch => watch.startsWith(`${rollouts}|`));
		const identified = desk.given('identify').length;
		const {[rollouts]: _gone, ...others} = served;
		desk.world.served = others;
		desk.watchTells(id, {kind: 'absent', atMs: desk.clock.nowMs()});
		expect(bannersOf(desk)).toContainEqual(
			'Rollout is not served any more: its definition is gone · looked for every few seconds',
		);
		desk.advance(3_000);
		expect(desk.given('identify').length).toBeGreaterThan(identified);
		expect(desk.given('stopWatch').map(command => command.id)).not.toContain(id);
		desk.world.served = served;
		desk.sync();
		desk.advance(3_000);
		expect(bannersOf(desk)).toEqual([]);
		expect(homeRow(desk, 'shop/checkout')).toMatchObject({glyph: '‖', release: {tag: '2.9.0'}});
		expect(desk.state().cluster.inventory?.served[rollouts]).toBeDefined();
	});
});

describe('a release that is deleted', () => {
	const remove = (desk: Desk) => {
		desk.server.become(desk.server.objects().filter(({kind}) => kind !== 'Rollout'));
		desk.sync();
	};

	test('under a filter is reported as deleted', () => {
		const desk = deskOf();
		desk.press('/');
		desk.type('checkout');
		desk.press('enter');
		remove(desk);
		expect(desk.state().screen.message?.text).toMatch(/^shop\/checkout was deleted at \d\d:\d\d:\d\d$/);
	});

	test('while it is open is reported as deleted; one that is neither open nor selected goes without a message', () => {
		const open = deskOf();
		open.press('enter');
		remove(open);
		expect(open.state().screen.message?.text).toMatch(/^shop\/checkout was deleted/);
		const other = createDesk({
			objects: [...readSituation(paused).objects, plain],
			nowMs: readSituation(paused).nowMs,
		});
		other.advance(3_000);
		other.press('end');
		remove(other);
		expect(other.state().screen.message).toBeNull();
	});
});

test('a dialog opens without the message of an earlier key', () => {
	const desk = deskOf();
	desk.press('down', 't');
	expect(desk.state().screen.message).not.toBeNull();
	desk.press('x');
	expect(desk.state().screen.dialog).not.toBeNull();
	expect(desk.state().screen.message).toBeNull();
});

describe('in a dialog that wants the name of the cluster', () => {
	test.each(['prod-eu1', 'demo', 'dev-1'])('text goes to the name without a tab: %s', cluster => {
		const desk = createDesk({...readSituation(paused), target: {cluster: cluster as never}});
		desk.advance(3_000);
		desk.press('down', 'p');
		desk.advance(1_000);
		desk.type(cluster);
		expect(desk.state().screen.dialog).toMatchObject({clusterText: cluster, focus: 'cluster'});
		desk.press('enter');
		expect(desk.state().screen.dialog).not.toBeNull();
	});

	test('d alone still shows the request', () => {
		const desk = deskOf();
		desk.press('down', 'p');
		desk.advance(1_000);
		desk.press('d');
		expect(desk.state().screen.dialog).toMatchObject({clusterText: '', isRequestShown: true});
	});
});
