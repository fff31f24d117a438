import * as v from 'valibot';
import {expect, test} from 'vitest';
import {toldKey} from '../../source/domain/signals/signals.ts';
import {type ToldName, toldText} from '../../source/domain/signals/told-name.ts';
import {ident, safe} from '../../source/domain/text/safe-text.ts';
import {HTTP_ROUTES} from '../../source/kinds/http-route.ts';
import {indexAnchors} from '../../source/traffic/anchor-index.ts';
import {namedPlainly, servicesIn, toldNamesOf} from '../../source/traffic/named-plainly.ts';
import {prod} from '../support/prod.ts';
import {checkout, rollout, service} from './support/fold-objects.ts';

const ofShop = (name: string) => ({namespace: 'shop', name});
const dashed = (text: string): ToldName => ({kind: 'dashed', text: ident(text), namespace: null});
const rule = (at: number, backend?: number): ToldName => ({
	...{kind: 'route', namespace: safe`shop`, text: safe`checkout`, rule: at},
	...(backend !== undefined && {backend}),
});
const sampleOf = (told: ToldName) => ({
	identity: {...{namespace: safe``, service: null, workload: null, version: null}, told, isOfAnyVersion: true as const},
});

const objects = ['checkout', 'checkout-stable', 'checkout-canary', 'cart', 'checkout-stable-http'].map(name =>
	service(name, {app: name}),
);
const index = indexAnchors({
	cluster: prod,
	releases: [rollout()],
	services: objects,
	routes: [
		v.parse(HTTP_ROUTES.schema, {
			metadata: {namespace: 'shop', name: 'checkout', uid: 'route'},
			spec: {
				rules: [
					{backendRefs: [{name: 'checkout-stable'}, {name: 'checkout-canary'}]},
					{backendRefs: [{name: 'checkout-canary'}, {name: 'cart'}]},
				],
			},
		}),
	],
	namespaces: 'all',
});
const services = ['checkout', 'checkout-stable', 'checkout-canary'].map(name => ({
	...ofShop(name),
	applications: ['checkout'],
	rules: index.rulesTo('shop', name),
}));
const names = toldNamesOf(index, {key: checkout, services}, objects);
const plain = (told: ToldName) => namedPlainly(sampleOf(told), servicesIn(names)).identity;

test('a name of one Service becomes that Service, and keeps standing for any version behind it', () => {
	expect(plain(dashed('shop-checkout-canary-http'))).toEqual({
		...{namespace: 'shop', service: 'checkout-canary', workload: null, version: null},
		isOfAnyVersion: true,
	});
	expect(plain(rule(0, 1))).toMatchObject({service: 'checkout-canary'});
	expect(plain(rule(1, 0))).toMatchObject({service: 'checkout-canary'});
});

test('a name of several Services of the row stays that name', () => {
	expect(plain(rule(0))).toMatchObject({namespace: 'shop', service: null, told: {text: 'checkout'}});
});

test('a name that may mean another row, or nothing that is there, is left as it is', () => {
	for (const told of [rule(1), rule(1, 1), rule(2), dashed('shop-cart-http'), dashed('shop-checkout-canary-9090')])
		expect(plain(told)).toEqual(sampleOf(told).identity);
});

test('names are those that the index of the present finds too', () => {
	const toldOf = [rule(0), rule(0, 0), rule(1, 0), dashed('shop-checkout-http'), dashed('shop-checkout-stable-80')];
	for (const told of toldOf) expect(names[toldKey(told)]).toEqual(index.servicesOfTold(told));
	expect(Object.keys(names)).not.toContain(toldKey(rule(1)));
});

test('people read a name as it stands, and a rule by its route', () => {
	expect([dashed('shop-cart-http'), rule(0), rule(1, 2)].map(toldText)).toEqual([
		'shop-cart-http',
		'rule 0 of HTTPRoute shop/checkout',
		'backend 2 of rule 1 of HTTPRoute shop/checkout',
	]);
});
