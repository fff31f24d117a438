import {describe, expect, test} from 'vitest';
import {createChangeBatch} from '../../../source/adapters/kubernetes/watch/change-batch.ts';
import type {KubeObject} from '../../../source/domain/kube-object.ts';
import {readObject, type UnreadObject} from '../../../source/domain/read-object.ts';
import {SERVICES} from '../../../source/kinds/service.ts';
import {createVirtualClock} from '../../engine/support/virtual-clock.ts';

const raw = (app: unknown) => ({metadata: {namespace: 'shop', name: 'cart', uid: 'u'}, spec: {selector: {app}}});

function readable(): KubeObject {
	const read = readObject(SERVICES, raw('cart'));
	if (!read.ok) throw new Error(read.error.field);
	return read.value;
}

function unreadable(): UnreadObject {
	const read = readObject(SERVICES, raw(7));
	if (read.ok) throw new Error('it was read');
	return read.error;
}

function batches() {
	const told: string[] = [];
	const batch = createChangeBatch(createVirtualClock(0), ({objects, unread, removed}) =>
		told.push(`${objects.length} read, ${unread.length} unread, ${removed.length} removed`),
	);
	return {told, batch};
}

describe('an object that changes more than once before it is told', () => {
	test('into one that cannot be read: only that is told', () => {
		const {told, batch} = batches();
		batch.changed(readable());
		batch.unreadable(unreadable());
		batch.flush();
		expect(told).toEqual(['0 read, 1 unread, 0 removed']);
	});

	test('and back: only what can be read is told', () => {
		const {told, batch} = batches();
		batch.unreadable(unreadable());
		batch.changed(readable());
		batch.flush();
		expect(told).toEqual(['1 read, 0 unread, 0 removed']);
	});

	test('and is removed: only that is told; made anew, it is told after that', () => {
		const {told, batch} = batches();
		batch.unreadable(unreadable());
		batch.removed({namespace: 'shop', name: 'cart', uid: 'u'});
		batch.unreadable(unreadable());
		batch.flush();
		expect(told).toEqual(['0 read, 0 unread, 1 removed', '0 read, 1 unread, 0 removed']);
	});
});
