import {expect, test} from 'vitest';
import {closeness, serviceOfDnsName, serviceOfIstioHost} from '../../source/domain/cluster/service-host.ts';
import {ident} from '../../source/domain/text/safe-text.ts';

const text = (found: {readonly namespace: string; readonly name: string} | null) =>
	found && `${found.namespace}/${found.name}`;

test.each([
	['reviews', 'shop/reviews'],
	['2fa-a', 'shop/2fa-a'],
	['404', 'shop/404'],
	['reviews.other.svc.cluster.local', 'other/reviews'],
	['reviews.other.svc.corp.internal', 'other/reviews'],
	['reviews.other', null],
	['reviews.other.svc', null],
	['reviews.other.svc.', null],
	['reviews.other.svc.cluster.local.', null],
	['reviews.other.svc.clusterset.local', null],
	['*', null],
	['*.other.svc.cluster.local', null],
	['*.example.test', null],
	['maps.partner.test', null],
	['svc.example.test', null],
	['10.0.0.7', null],
	['', null],
])('in an Istio object of namespace shop, the host %s names %s', (host, service) => {
	expect(text(serviceOfIstioHost(host, 'shop'))).toBe(service);
});

test.each([
	['web', 'shop/web'],
	['2fa', 'shop/2fa'],
	['web.other', 'other/web'],
	['web.other.svc', 'other/web'],
	['web.other.svc.cluster.local', 'other/web'],
	['web.other.svc.cluster.local.', 'other/web'],
	['maps.partner.test', null],
	['*.other', null],
])('in namespace shop, the DNS name %s names %s', (host, service) => {
	expect(text(serviceOfDnsName(host, 'shop'))).toBe(service);
});

test('a host with a longer wildcard is closer to a Service, and half a name is not close at all', () => {
	const service = {namespace: ident('shop'), name: ident('2fa')};
	const of = (host: string, namespace = 'shop') => closeness(ident(host), namespace, service);
	expect(of('2fa')).toBe(Number.POSITIVE_INFINITY);
	expect(of('2fa.shop.svc.cluster.local', 'edge')).toBe(Number.POSITIVE_INFINITY);
	expect(of('2fa.shop.svc.cluster.local.')).toBe(0);
	expect(of('2fa.shop')).toBe(0);
	expect(of('2fa', 'edge')).toBe(0);
	expect(of('*.shop.svc.cluster.local')).toBeGreaterThan(of('*.local'));
	expect(of('*')).toBeGreaterThan(0);
});
