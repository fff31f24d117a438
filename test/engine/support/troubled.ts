import type {RawObject} from '../../../source/domain/cluster/kube-object.ts';
import type {Harm} from '../../../source/engine/evidence/harm/harm.ts';
import type {ServiceRow} from '../../../source/engine/screens/home/service-row.ts';
import {createDesk, type Desk} from './desk.ts';
import {homeOf} from './home.ts';
import {sample, windowSeconds} from './session.ts';
import type {World} from './world.ts';

export const startMs = Date.parse('2026-11-21T07:11:23Z');
export const windowMs = windowSeconds * 1_000;

export function service(name: string): RawObject {
	const metadata = {name, namespace: 'shop', uid: `uid-of-${name}`, resourceVersion: '1'};
	return {apiVersion: 'v1', kind: 'Service', metadata, spec: {selector: {app: name}}};
}

/** Four services without a release, by the failures a second of search, whose 113 requests a second never change. */
export function deskOf(
	failuresAt: (serverMs: number) => number,
	world: Partial<World> = {},
	others: readonly RawObject[] = [],
): Desk {
	return createDesk({
		objects: [...['catalog', 'gateway', 'mobile', 'search'].map(service), ...others],
		nowMs: startMs,
		size: {columns: 80, rows: 24},
		world: {
			trafficAt: serverMs => [
				sample('catalog', 508),
				// It always fails a little.
				sample('gateway', 48, 0.24),
				// It always fails a lot.
				sample('mobile', 200, 20),
				sample('search', 113, failuresAt(serverMs)),
			],
			...world,
		},
	});
}

export const [usual, bad] = [0.5, 7.7];
/** It begins to fail this long after perch began to look. */
export const from = (delayMs: number) => (serverMs: number) => (serverMs < startMs + delayMs ? usual : bad);

export const namesOf = (desk: Desk) => homeOf(desk).rows.map(({name}) => name);

export function failingOf({harm}: ServiceRow): Extract<Harm, {kind: 'fails'}> {
	if (harm?.kind !== 'fails') throw new Error('the row does not fail more than it should');
	return harm;
}

export const hurting = (desk: Desk) => homeOf(desk).rows.flatMap(({name, harm}) => (harm ? [name] : []));
