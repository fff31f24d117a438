import {expect, test} from 'vitest';
import type {TrafficSample} from '../../source/domain/signals/signals.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {middleOf} from '../../source/engine/questions/past/middle-of-past.ts';
import {sample} from './support/session.ts';

const day = (...value: readonly TrafficSample[]) => ({atMs: 0, value});

function versioned(version: string, requestsPerSecond: number, errorsPerSecond: number): TrafficSample {
	const one = sample('cart', requestsPerSecond, errorsPerSecond);
	return {...one, identity: {...one.identity, version: ident(version)}};
}

/** Requests and failures a second of each series. */
function figures(samples: readonly TrafficSample[]): readonly (readonly number[])[] {
	return samples.map(({requestsPerSecond, errorsPerSecond}) => [requestsPerSecond, errorsPerSecond]);
}

test('an incident on one of three days is not usual, and neither is a day on which nothing failed', () => {
	const days = [day(sample('cart', 100, 1)), day(sample('cart', 90, 60)), day(sample('cart', 80, 0))];
	expect(figures(middleOf(days))).toEqual([[100, 1]]);
});

test('of two days the one that failed less is usual', () => {
	expect(figures(middleOf([day(sample('cart', 100, 5)), day(sample('cart', 100, 1))]))).toEqual([[100, 1]]);
	expect(figures(middleOf([day(sample('cart', 100, 1)), day(sample('cart', 100, 5))]))).toEqual([[100, 1]]);
});

test('the days are compared by their failures per request, not by the failures alone', () => {
	const days = [day(sample('cart', 1_000, 10)), day(sample('cart', 10, 1)), day(sample('cart', 100, 2))];
	expect(figures(middleOf(days))).toEqual([[100, 2]]);
});

test('a day without requests says nothing, unless no day had any', () => {
	const idle = day(sample('cart', 0, 0));
	expect(figures(middleOf([idle, day(sample('cart', 50, 3)), idle]))).toEqual([[50, 3]]);
	expect(figures(middleOf([idle, idle]))).toEqual([[0, 0]]);
});

test('versions of a day are one series, since other versions serve now', () => {
	const [one, ...others] = middleOf([day(versioned('1.0', 60, 1), versioned('1.1', 40, 3))]);
	expect(others).toEqual([]);
	expect(one).toMatchObject({requestsPerSecond: 100, errorsPerSecond: 4, identity: {service: 'cart', version: null}});
});

test('services, viewpoints and meshes are series of their own', () => {
	const series: readonly TrafficSample[] = [
		sample('cart', 1),
		sample('pay', 2),
		{...sample('cart', 3), viewpoint: 'destination'},
		{...sample('cart', 4), mesh: 'linkerd'},
	];
	expect(figures(middleOf([day(...series)])).map(([requests]) => requests)).toEqual([1, 2, 3, 4]);
});

test('where no Service is known, each workload is a series of its own', () => {
	const workload = (name: string, rate: number): TrafficSample => ({
		...sample('cart', rate),
		identity: {namespace: ident('shop'), service: null, workload: ident(name), version: ident('1')},
	});
	expect(figures(middleOf([day(workload('a', 1), workload('b', 2), workload('a', 4))]))).toEqual([
		[5, 0],
		[2, 0],
	]);
});

test('where a name only stands for a Service, each name is a series of its own', () => {
	const told = (text: string, rate: number): TrafficSample => ({
		...sample('cart', rate),
		identity: {
			namespace: ident(''),
			service: null,
			workload: null,
			version: null,
			told: {kind: 'dashed', text: ident(text), namespace: null},
		},
	});
	const samples = middleOf([day(told('shop-cart-80', 1), told('shop-pay-80', 2), told('shop-cart-80', 4))]);
	expect(samples.map(({identity: {told: name}, requestsPerSecond}) => [name?.text, requestsPerSecond])).toEqual([
		['shop-cart-80', 5],
		['shop-pay-80', 2],
	]);
});

test('without a past there is nothing usual', () => {
	expect(middleOf([])).toEqual([]);
	expect(middleOf([day()])).toEqual([]);
});
