import type {EdgeSample} from '../../../source/domain/signals/edge-sample.ts';
import {ident} from '../../../source/domain/text/safe-text.ts';

/** Who calls whom in the shop, with how many requests a second, the share that fails, and the share over mutual TLS. */
const calls = [
	[null, 'web/web', 765, 0.0004, 0],
	[null, 'web/mobile', 1_040, 0.0003, 0],
	['web/web', 'shop/checkout-stable', 83, 0.001, 1],
	['web/web', 'shop/checkout-canary', 4, 0.3, 1],
	['web/mobile', 'shop/checkout-stable', 607, 0.001, 0.88],
	['web/mobile', 'shop/checkout-canary', 32, 0.016, 0.88],
	['ops/nightly-reconciliation', 'shop/checkout-stable', 0.4, 0, null],
	['web/web', 'shop/cart-primary', 171, 0.0004, 1],
	['web/web', 'shop/cart-canary', 171, 0.0004, 1],
	['shop/checkout', 'pay/gateway', 48, 0.0048, 1],
	['shop/checkout', 'shop/currency', 133, 0, 1],
	['shop/cart', 'shop/currency', 57, 0, 1],
	['pay/gateway', 'pay/fraud', 45, 0, 1],
	['pay/gateway', 'pay/ledger', 2.7, 0, null],
	['pay/fraud', 'pay/gateway', 0.5, 0, 1],
] as const;

const samples = calls.map(([from, to, requestsPerSecond, failing, secured]): EdgeSample => {
	const [namespace, service] = namesOf(to);
	const [callerNamespace, caller] = namesOf(from ?? '');
	return {
		caller: from === null ? null : {namespace: callerNamespace, service: caller, workload: null, version: null},
		callee: {namespace, service, workload: service, version: null},
		viewpoint: 'source',
		requestsPerSecond,
		errorsPerSecond: requestsPerSecond * failing,
		securedPerSecond: secured === null ? null : requestsPerSecond * secured,
	};
});

export const shopEdges = (): readonly EdgeSample[] => samples;

function namesOf(name: string) {
	const [namespace = '', own = ''] = name.split('/');
	return [ident(namespace), ident(own)] as const;
}
