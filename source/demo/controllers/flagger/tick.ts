import type {KubeObject} from '../../contract.ts';
import type {Deployment, Service, VirtualService} from '../kube-types.ts';
import {templateHash} from '../pod-template.ts';
import type {Write} from '../writes.ts';
import type {Canary, CanaryMetric, CanaryStatus, Webhook} from './canary-types.ts';

/** Asks a webhook of the Canary and gives the HTTP status of its answer; undefined when nothing answers. */
export type CallHook = (webhook: Webhook, canary: Canary) => number | undefined;

/** What a built-in metric measures of the canary now: percent of `request-success-rate`, milliseconds of
 * `request-duration`; undefined when there are no values. */
export type MeasureCanary = (canary: Canary, metric: CanaryMetric) => number | undefined;

/** Everything that one tick of a Canary's job needs. */
export interface TickInput {
	readonly canary: Canary;
	readonly target: Deployment | undefined;
	readonly primary: Deployment | undefined;
	/** Of its namespace, by name. */
	readonly services: ReadonlyMap<string, Service>;
	readonly destinationRules: ReadonlyMap<string, KubeObject>;
	readonly virtualService: VirtualService | undefined;
	readonly callHook: CallHook;
	readonly measure: MeasureCanary;
}

/** One tick under way: the working copies, and the writes so far. Nothing outside sees it change. */
export interface Tick extends TickInput {
	readonly nowMs: number;
	readonly writes: Write[];
	/** As they stand after the writes so far. */
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

/** The target as messages name it. */
export function targetName({spec, metadata}: Canary): string {
	return `${spec.targetRef.name}.${metadata.namespace}`;
}

/** The hash by which Flagger knows a revision of the target. */
export function specHash(target: Deployment): string {
	return templateHash(target.spec.template);
}

/** Whether the target holds a revision that is neither the one under way nor the promoted one. */
export function isTargetChanged(status: CanaryStatus | undefined, target: Deployment): boolean {
	const hash = specHash(target);
	return status?.lastPromotedSpec !== hash && status?.lastAppliedSpec !== hash;
}
