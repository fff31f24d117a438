import {iterationsBeforePromotion, setCounts, setPhase} from './canary-status.ts';
import type {HookType, Phase, Webhook} from './canary-types.ts';
import {fullName, type Tick, tell, warn} from './tick.ts';

/** The gates and checks of a Canary, by type; each writes the webhook's answer to an Event. */

/** Whether a new revision may start. An Event reports the wait once, when it begins. */
export function confirmRollout(tick: Tick): boolean {
	return hooksOf(tick, 'confirm-rollout').every(hook => {
		if (isApproved(tick, hook)) {
			tell(tick, `Confirm-rollout check ${hook.name} passed`);
			return true;
		}
		if (tick.status?.phase !== 'Waiting') {
			setPhase(tick, 'Waiting');
			warn(tick, `Halt ${fullName(tick.canary)} advancement waiting for approval ${hook.name}`);
		}
		return false;
	});
}

/** Whether the weight may rise by one step. Every tick writes an Event, since no phase shows this wait. */
export function confirmTrafficIncrease(tick: Tick): boolean {
	return hooksOf(tick, 'confirm-traffic-increase').every(hook => {
		const isOpen = isApproved(tick, hook);
		if (isOpen) tell(tick, `Confirm-traffic-increase check ${hook.name} passed`);
		else warn(tick, `Halt ${fullName(tick.canary)} advancement waiting for traffic increase approval ${hook.name}`);
		return isOpen;
	});
}

/** Whether the canary may become the primary. An Event reports the wait once; later ticks only set the iterations
 * again. */
export function confirmPromotion(tick: Tick): boolean {
	return hooksOf(tick, 'confirm-promotion').every(hook => {
		if (isApproved(tick, hook)) {
			tell(tick, `Confirm-promotion check ${hook.name} passed`);
			return true;
		}
		if (tick.status?.phase === 'WaitingPromotion') {
			setCounts(tick, {iterations: iterationsBeforePromotion(tick.canary)});
		} else {
			setPhase(tick, 'WaitingPromotion');
			warn(tick, `Halt ${fullName(tick.canary)} advancement waiting for promotion approval ${hook.name}`);
		}
		return false;
	});
}

/** Whether a person asks for the way back through a rollback hook. */
export function isRollbackAsked(tick: Tick): boolean {
	return hooksOf(tick, 'rollback').some(hook => {
		const isAsked = isApproved(tick, hook);
		if (isAsked) warn(tick, `Rollback check ${hook.name} passed`);
		else tell(tick, `Rollback hook ${hook.name} not signaling a rollback`);
		return isAsked;
	});
}

export function passesPreRollout(tick: Tick): boolean {
	return hooksOf(tick, 'pre-rollout').every(hook => {
		const status = tick.callHook(hook, tick.canary);
		if (isSuccess(status)) tell(tick, `Pre-rollout check ${hook.name} passed`);
		else warn(tick, `Halt ${fullName(tick.canary)} advancement pre-rollout check ${hook.name} failed ${told(status)}`);
		return isSuccess(status);
	});
}

export function passesRollout(tick: Tick): boolean {
	return hooksOf(tick, 'rollout').every(hook => {
		const status = tick.callHook(hook, tick.canary);
		if (!isSuccess(status)) {
			warn(tick, `Halt ${fullName(tick.canary)} advancement external check ${hook.name} failed ${told(status)}`);
		}
		return isSuccess(status);
	});
}

/** Calls the post-rollout hooks; their answers change nothing, as the release is over. */
export function runPostRollout(tick: Tick): void {
	for (const hook of hooksOf(tick, 'post-rollout')) {
		const status = tick.callHook(hook, tick.canary);
		if (isSuccess(status)) tell(tick, `Post-rollout check ${hook.name} passed`);
		else warn(tick, `Post-rollout hook ${hook.name} failed ${told(status)}`);
	}
}

/** The phases in which Flagger calls rollback hooks. */
export const phasesWithRollback: readonly (Phase | undefined)[] = ['Progressing', 'Waiting', 'WaitingPromotion'];

function hooksOf({canary}: Tick, wanted: HookType): readonly Webhook[] {
	return (canary.spec.analysis.webhooks ?? []).filter(({type = 'rollout'}) => type === wanted);
}

function isApproved(tick: Tick, hook: Webhook): boolean {
	return isSuccess(tick.callHook(hook, tick.canary));
}

function isSuccess(status: number | undefined): boolean {
	return status !== undefined && status <= 202;
}

function told(status: number | undefined): string {
	return status === undefined ? 'connection refused' : `${status}`;
}
