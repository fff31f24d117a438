import {createObjectStore} from '../../../source/demo/api/store.ts';
import type {KubeObject} from '../../../source/demo/contract.ts';
import {createManualClock} from './manual-clock.ts';

export const rollouts = 'rollouts.argoproj.io';
export const controller = {manager: 'controller'};
export const status = {manager: 'controller', subresource: 'status'} as const;

export function createStore(
	options: {seed?: number; historyLimit?: number; historyMaxAgeMs?: number; firstResourceVersion?: number} = {},
) {
	const clock = createManualClock();
	return {clock, store: createObjectStore({seed: 1, clock, ...options})};
}

export function object(kind: string, name: string, rest: Record<string, unknown> = {}): KubeObject {
	const {metadata, ...body} = rest as {metadata?: object};
	return {apiVersion: 'any', kind, metadata: {name, namespace: 'shop', ...metadata}, ...body};
}
