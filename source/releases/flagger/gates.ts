import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Webhook} from '../../kinds/flagger/analysis-spec.ts';
import type {CanaryObject} from '../../kinds/flagger/canary.ts';
import {strategyOf} from './situation.ts';

/** A webhook that Flagger asks whether it may go on, or whether it must roll back. */
export interface Gate {
	readonly type: SafeText;
	readonly name: SafeText;
	readonly reach: GateReach;
}

/** `the gate ask-ops`, `the promotion gate`. */
export function theGate(name: SafeText): SafeText {
	return /\bgate\b/i.test(name) ? safe`the ${name}` : safe`the gate ${name}`;
}

/** Whether perch can call the gate through the API server: only if the gate is a Service of this cluster. */
export type GateReach =
	| {
			readonly kind: 'service';
			readonly namespace: string;
			/** `flagger-loadtester.test:80` */
			readonly label: SafeText;
			readonly openPath: string;
			readonly closePath: string;
	  }
	| {readonly kind: 'none'; readonly because: SafeText};

/** The webhooks that hold a release or roll it back. */
export function analysisGates({analysis}: CanaryObject): readonly Gate[] {
	return analysis.webhooks
		.filter(({type}) => type.startsWith('confirm-') || type === 'rollback')
		.map(webhook => ({type: webhook.type, name: webhook.name, reach: reachOf(webhook)}));
}

/** The gates that Flagger asks in this phase before it goes on. All of them must be open. */
export function gatesAhead(canary: CanaryObject): readonly Gate[] {
	const type = gateType(canary);
	return analysisGates(canary).filter(gate => gate.type === type);
}

/** Why perch cannot open one of the gates; null if it can open all of them. */
export function unreachable(gates: readonly Gate[]): SafeText | null {
	for (const {reach, name} of gates) if (reach.kind === 'none') return safe`${name} ${reach.because}`;
	return null;
}

function gateType(canary: CanaryObject): string | null {
	switch (canary.status.phase as string | null) {
		case 'Waiting':
			return 'confirm-rollout';
		case 'Progressing':
			return strategyOf(canary) === 'canary' ? 'confirm-traffic-increase' : null;
		case 'WaitingPromotion':
			return 'confirm-promotion';
		default:
			return null;
	}
}

/**
 * perch opens only gates of the load tester that comes with Flagger: it has `/gate/open` and `/gate/close`
 * beside `/gate/check`, and the same for `/rollback`. What another service would do on such a call is not
 * known.
 */
function reachOf({url}: Webhook): GateReach {
	const parts = /^(https?):\/\/([^/:?]+)(?::(\d+))?(\/[^?]*)?/.exec(url);
	const [, scheme = '', host = '', port, path = '/'] = parts ?? [];
	const service = serviceOf(host);
	if (service === null) {
		if (host === '') return {kind: 'none', because: safe`has no address`};
		// A bare name is a Service in Flagger's own namespace, which the Canary does not tell.
		return host.includes('.')
			? {kind: 'none', because: safe`is at ${ident(host)}, no Service of this cluster`}
			: {kind: 'none', because: safe`is at ${ident(host)}, in a namespace that is not told`};
	}
	const end = /^(.*\/(?:gate|rollback))\/check\/?$/.exec(path)?.[1];
	if (end === undefined) return {kind: 'none', because: safe`is no gate of the load tester: ${ident(path)}`};
	const usedPort = port ?? (scheme === 'https' ? '443' : '80');
	const base = `/api/v1/namespaces/${service.namespace}/services/${scheme}:${service.name}:${usedPort}/proxy${end}`;
	return {
		kind: 'service',
		namespace: service.namespace,
		label: ident(`${service.name}.${service.namespace}:${usedPort}`),
		openPath: `${base}/open`,
		closePath: `${base}/close`,
	};
}

/** `flagger-loadtester.test`, with or without `.svc` and the cluster's domain. */
function serviceOf(host: string): {readonly name: string; readonly namespace: string} | null {
	if (/^[\d.]+$/.test(host)) return null;
	const [name = '', namespace = '', svc, ...domain] = host.split('.');
	const isName = (text: string) => /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text);
	if (!isName(name) || !isName(namespace)) return null;
	const isService = svc === undefined || (svc === 'svc' && domain.every(isName));
	return isService ? {name, namespace} : null;
}
