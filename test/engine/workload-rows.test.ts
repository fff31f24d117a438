import {expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {Desk} from './support/desk.ts';
import {deskAt, objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';

const key = 'release:prod/deployments.apps/shop/currency';

function rowsOf(desk: Desk) {
	const {rows} = desk.context.derive.rows(desk.state());
	return [...rows.values()].map(row => ({key: row.key, name: row.name, release: row.release}));
}

function service(name: string, selector: Readonly<Record<string, string>>): RawObject {
	return {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name, namespace: 'shop', uid: name},
		spec: {selector, ports: [{port: 80}]},
	};
}

const measured = {trafficAt: () => [sample('currency', 12, 1)]};

test('a workload with metrics and without a Service is one row, the release itself', () => {
	const desk = deskAt('deployment/01-complete', {world: measured});
	expect(rowsOf(desk)).toEqual([{key, name: 'shop/currency', release: key}]);
	const traffic = desk.context.derive.traffic(desk.state());
	expect(traffic?.rows.get(key)?.total.requestsPerSecond).toBe(12);
});

test('a name that only the metrics know keeps its own row where a Service leads to the pods of the workload', () => {
	const objects = [...objectsOf('deployment/01-complete'), service('money', {app: 'currency'})];
	const desk = deskAt('deployment/01-complete', {objects, world: measured});
	expect(rowsOf(desk)).toEqual([
		{key: 'service:prod/shop/money', name: 'shop/money', release: key},
		{key: 'metrics:prod/shop/currency', name: 'shop/currency', release: null},
	]);
});

test('a name in the metrics that two workloads bear belongs to neither', () => {
	const [deployment] = objectsOf('deployment/01-complete').filter(({kind}) => kind === 'Deployment');
	const set = {...deployment, kind: 'StatefulSet', metadata: {...(deployment?.metadata as object), uid: 'set'}};
	const desk = deskAt('deployment/01-complete', {
		objects: [...objectsOf('deployment/01-complete'), set as RawObject],
		world: measured,
	});
	expect(rowsOf(desk)).toEqual([{key: 'metrics:prod/shop/currency', name: 'shop/currency', release: null}]);
});
