import type {KubeObject} from '../../contract.ts';
import type {Deployment, Service, VirtualService} from '../kube-types.ts';
import {templateHash} from '../pod-template.ts';
import type {Write} from '../writes.ts';
import type {Canary, CanaryMetric, CanaryStatus, Webhook} from './canary-types.ts';

/** Calls a webhook of the Canary and returns the HTTP status of the answer; undefined when there is no answer. */
export type CallHook = (webhook: Webhook, canary: Canary) => number | undefined;

/** The present value of a built-in metric for the canary: `request-success-rate` in percent, `request-duration` in
 * milliseconds; undefined without values. */
export type MeasureCanary = (canary: Canary, metric: CanaryMetric) => number | undefined;

/** All inputs of one tick of a Canary's job. */
export interface TickInput {
	readonly canary: Canary;
	readonly target: Deployment | undefined;
	readonly primary: Deployment | undefined;
	/** The Services in the Canary's namespace, by name. */
	readonly services: ReadonlyMap<string, Service>;
	readonly destinationRules: ReadonlyMap<string, KubeObject>;
	readonly virtualService: VirtualService | undefined;
	readonly callHook: CallHook;
	readonly measure: MeasureCanary;
}

/** The state of one tick: the working copies, and the writes so far. Only the tick itself sees it change. */
export interface Tick extends TickInput {
	readonly nowMs: number;
	readonly writes: Write[];
	/** The status after the writes so far. */
	status: CanaryStatus | undefined;
	virtualService: VirtualService | undefined;
	readonly target: Deployment;
}

export function tell({writes, canary}: Tick, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
	writes.push({kind: 'event', about: canary, type, reason: 'Synced', message});
}

export function warn(tick: Tick, message: string): void {
	tell(tick, message, 'Warning');
}

/** `cart.shop`, as Flagger's messages name the Canary. */
export function fullName({metadata}: Canary): string {
	return `${metadata.name}.${metadata.namespace}`;
}

/** The target's name in Flagger's messages. */
export function targetName({spec, metadata}: Canary): string {
	return `${spec.targetRef.name}.${metadata.namespace}`;
}

/** The hash by which Flagger identifies a revision of the target. */
export function specHash(target: Deployment): string {
	return templateHash(target.spec.template);
}

/** Whether the target's revision is neither the one being released nor the promoted one. */
export function isTargetChanged(status: CanaryStatus | undefined, target: Deployment): boolean {
	const hash = specHash(target);
	return status?.lastPromotedSpec !== hash && status?.lastAppliedSpec !== hash;
}
