import {describe, expect, test} from 'vitest';
import {createChangeBatch} from '../../../source/adapters/kubernetes/watch/change-batch.ts';
import type {KubeObject} from '../../../source/domain/cluster/kube-object.ts';
import {readObject, type UnreadObject} from '../../../source/domain/cluster/read-object.ts';
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

describe('an object that changes more than once within one batch', () => {
	test('is reported only as unread when it became unreadable', () => {
		const {told, batch} = batches();
		batch.changed(readable());
		batch.unreadable(unreadable());
		batch.flush();
		expect(told).toEqual(['0 read, 1 unread, 0 removed']);
	});

	test('is reported only as read when it became readable again', () => {
		const {told, batch} = batches();
		batch.unreadable(unreadable());
		batch.changed(readable());
		batch.flush();
		expect(told).toEqual(['1 read, 0 unread, 0 removed']);
	});

	test('is reported only as removed, and an object made anew in a later update', () => {
		const {told, batch} = batches();
		batch.unreadable(unreadable());
		batch.removed({namespace: 'shop', name: 'cart', uid: 'u'});
		batch.unreadable(unreadable());
		batch.flush();
		expect(told).toEqual(['0 read, 0 unread, 1 removed', '0 read, 1 unread, 0 removed']);
	});
});

test('a batch is delivered 50 ms after its first change', () => {
	const clock = createVirtualClock(0);
	const toldAtMs: number[] = [];
	const batch = createChangeBatch(clock, () => toldAtMs.push(clock.monotonicMs()));
	batch.changed(readable());
	clock.advance(30);
	batch.changed(readable());
	clock.advance(30);
	expect(toldAtMs).toEqual([50]);
});
