import {describe, expect, it} from 'vitest';
import {controller, createStore, object, rollouts, status} from './test-store.ts';

describe('managedFields', () => {
	it('give a field to the manager that changed it last, and drop a manager that owns nothing', () => {
		const {store, clock} = createStore();
		const write = (manager: string, spec: object) => store.replace(rollouts, object('Rollout', 'a', {spec}), {manager});
		store.create(rollouts, object('Rollout', 'a', {spec: {replicas: 1}}), {manager: 'kubectl'});
		clock.advance(1_000);
		write('perch', {replicas: 1, paused: true});
		clock.advance(1_000);
		const after = write('other', {replicas: 1, paused: false});
		expect(after.metadata.managedFields).toEqual([
			entry('kubectl', '2026-11-21T07:39:59Z', {'f:spec': {'.': {}, 'f:replicas': {}}}),
			entry('other', '2026-11-21T07:40:01Z', {'f:spec': {'f:paused': {}}}),
		]);
	});

	it('keep the status apart from the main resource, under the same name', () => {
		const {store} = createStore();
		store.create(rollouts, object('Rollout', 'a', {spec: {replicas: 1}}), controller);
		const after = store.replace(rollouts, object('Rollout', 'a', {status: {phase: 'Paused'}}), status);
		const managers = after.metadata.managedFields as {manager: string; subresource?: string}[];
		expect(managers.map(({manager, subresource}) => [manager, subresource])).toEqual([
			['controller', undefined],
			['controller', 'status'],
		]);
	});

	function entry(manager: string, time: string, fieldsV1: object) {
		return {
			manager,
			operation: 'Update',
			apiVersion: 'argoproj.io/v1alpha1',
			time,
			fieldsType: 'FieldsV1',
			fieldsV1,
		};
	}
});
