import type {Event} from '../state/events.ts';
import type {Intent} from '../state/intent.ts';
import {only, type Reduction} from '../state/reduction.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {followEffect} from './effects.ts';
import {dialogLiveRead, dryRunReturned} from './prepare/prepare.ts';
import {followRecovery} from './recovery/recovery.ts';
import {resolveRead} from './send/resolve-lost-reply.ts';
import {awaitRead, recheckRead, recorded, sent, stepDeadline} from './send/send.ts';

/** Takes the answer to a request of an intent. A late answer, for an intent that moved on, changes nothing. */
export function intentAnswered(
	context: EngineContext,
	state: State,
	event: Extract<Event, {kind: 'liveRead' | 'dryRunReturned' | 'sent' | 'recorded'}>,
): Reduction {
	const intent = state.intents.find(candidate => candidate.id === event.intentId);
	if (!intent) return only(state);
	switch (event.kind) {
		case 'recorded':
			return recorded(context, state, intent, event);
		case 'dryRunReturned':
			return dryRunReturned(context, state, intent, event);
		case 'sent':
			return sent(context, state, intent, event);
		case 'liveRead':
			switch (event.purpose) {
				case 'dialog':
					return dialogLiveRead(context, state, intent, event);
				case 'recheck':
					return recheckRead(context, state, intent, event.result);
				case 'await':
					return awaitRead(context, state, intent, event.result);
				case 'resolve':
					return resolveRead(context, state, intent, event.result);
			}
	}
}

/** Applies time and the watches to intents that are under way: deadlines, effects, recovery. */
export function followIntents(context: EngineContext, state: State): Reduction {
	return state.intents.reduce<Reduction>((so, {id}) => {
		let next = so;
		for (const follow of [stepDeadline, followEffect, followRecovery]) {
			const intent: Intent | undefined = next.state.intents.find(candidate => candidate.id === id);
			if (!intent) continue;
			const followed = follow(context, next.state, intent);
			next = {state: followed.state, commands: [...next.commands, ...followed.commands]};
		}
		return next;
	}, only(state));
}
