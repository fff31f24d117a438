import type {Snapshot} from '../../../domain/cluster/kube-object.ts';
import type {SafeText} from '../../../domain/text/safe-text.ts';
import {INGRESSES, type IngressBackend, type IngressObject, isOneClass, isSamePlace} from '../../../kinds/ingress.ts';
import {isCanary, nginxAnnotation} from '../../../kinds/ingress-nginx.ts';

/** An Ingress with the one whose requests it takes a share of, once that was looked up. */
export interface CanaryIngress extends IngressObject {
	readonly main?: MainIngress;
}

export interface MainIngress {
	/** Null where there is none. */
	readonly name: SafeText | null;
	/** The Services between which the weight divides, each pair once. */
	readonly pairs: readonly {readonly stable: IngressBackend; readonly canary: IngressBackend}[];
	/** Other canary Ingresses of the same host and path; nginx follows the oldest. */
	readonly rivals: readonly SafeText[];
	/** The main Ingresses set a session cookie, which the canary follows as well. */
	readonly isSticky: boolean;
}

/** nginx puts both together by host and path. It looks in every namespace; perch looks in the canary's own. */
export function withMain(ingress: CanaryIngress, snapshot: Snapshot): CanaryIngress {
	const {namespace, name} = ingress.metadata;
	const others = snapshot
		.list(INGRESSES, namespace)
		.filter(other => other.metadata.name !== name && isOneClass(other, ingress));
	const mains = others.filter(other => !isCanary(other));
	const found = ingress.backends.flatMap(canary =>
		mains.flatMap(main => {
			const stable = main.backends.find(backend => isSamePlace(backend, canary));
			return stable?.service && canary.service && backendOf(stable) !== backendOf(canary)
				? [{stable, canary, main}]
				: [];
		}),
	);
	const pairs = [...new Map(found.map(pair => [`${backendOf(pair.stable)} ${backendOf(pair.canary)}`, pair])).values()];
	const rivals = others.filter(
		other => isCanary(other) && other.backends.some(one => ingress.backends.some(own => isSamePlace(one, own))),
	);
	return {
		...ingress,
		main: {
			name: found[0]?.main.metadata.name ?? null,
			pairs: pairs.map(({stable, canary}) => ({stable, canary})),
			rivals: rivals.map(({metadata}) => metadata.name),
			isSticky: found.some(({main}) => nginxAnnotation(main, 'affinity') === 'cookie'),
		},
	};
}

function backendOf({service, port}: IngressBackend): string {
	return `${service}:${port}`;
}
