import {assertNever} from '../../domain/result.ts';
import {sameValue} from '../../domain/same-value.ts';
import type {Command} from '../state/commands.ts';
import type {Event} from '../state/events.ts';
import type {BacktestState, BacktestTold, PastState} from '../state/past-state.ts';
import {only, type Reduction} from '../state/reduction.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {areServicesRead} from '../world/services-read.ts';
import {interestOf} from './interest.ts';

/** What was read is read anew after this time: releases have come since, or the one that went on has ended. */
const freshMs = {over: 3_600_000, running: 120_000} as const;

/** Begins, goes on with, or leaves the reading of the past, as the screens need it. */
export function adjustPast(context: EngineContext, state: State): Reduction {
	const backtest = adjustBacktest(context, state);
	const replay = adjustReplay(context, backtest.state);
	return {state: replay.state, commands: [...backtest.commands, ...replay.commands]};
}

function adjustBacktest(context: EngineContext, state: State): Reduction {
	const {backtests} = state.past;
	const wanted = interestOf(context, state).backtest;
	if (wanted === null) return isAnyToLeave(state) ? left(state) : only(state);
	const known = backtests[wanted];
	const release = context.derive.releases(state).get(wanted);
	if (known && (!release || release.uid === known.uid) && (known.isReading || known.result !== null))
		return only(state);
	// Before it is known where its requests are counted they would be taken for missing.
	if (!release || !state.metrics.source || !areServicesRead(state)) return only(state);
	const isNext = known !== undefined && known.uid === release.uid;
	const next: BacktestState = isNext
		? {...known, isReading: true}
		: begun(`${wanted} ${state.nowMs}`, release.uid, state);
	// One that was left half read is read anew once another one was begun.
	const ended = Object.entries(backtests).filter(([, {result}]) => result !== null);
	return {
		state: withPast(state, {backtests: {...Object.fromEntries(ended), [wanted]: next}}),
		commands: [{kind: 'past', act: {kind: 'readBacktest', id: next.id, release: wanted}}],
	};
}

function begun(id: string, uid: BacktestState['uid'], {nowMs}: State): BacktestState {
	return {id, uid, begunAtMs: nowMs, isReading: true, searched: null, releases: [], of: null, result: null};
}

/** Nobody looks at it: what could not be read, and what is old, is forgotten. */
function left(state: State): Reduction {
	const {backtests} = state.past;
	const kept = Object.entries(backtests).flatMap(([key, one]) =>
		isOver(one, state.nowMs) ? [] : [[key, {...one, isReading: false}] as const],
	);
	const isRead = Object.values(backtests).some(({isReading}) => isReading);
	const commands: readonly Command[] = isRead ? [{kind: 'past', act: {kind: 'leaveBacktest'}}] : [];
	return {state: withPast(state, {backtests: Object.fromEntries(kept)}), commands};
}

function isAnyToLeave({past, nowMs}: State): boolean {
	return Object.values(past.backtests).some(one => one.isReading || isOver(one, nowMs));
}

function isOver({result, begunAtMs}: BacktestState, nowMs: number): boolean {
	if (result === null) return false;
	if (!result.ok) return true;
	const isRunning = result.value.releases.some(({outcome}) => outcome.kind === 'running');
	return nowMs - begunAtMs > freshMs[isRunning ? 'running' : 'over'];
}

function adjustReplay(context: EngineContext, state: State): Reduction {
	const {replay} = state.past;
	const asked = interestOf(context, state).replay;
	if (asked === null) {
		if (!replay || replay.result?.ok) return only(state);
		return {
			state: withPast(state, {replay: null}),
			commands: replay.result ? [] : [{kind: 'past', act: {kind: 'leaveReplay'}}],
		};
	}
	if (replay && sameValue(replay.asked, asked)) return only(state);
	const id = `${asked.release} ${asked.past.version} ${state.nowMs}`;
	return {
		state: withPast(state, {replay: {id, asked, result: null}}),
		commands: [{kind: 'past', act: {kind: 'readReplay', id, asked}}],
	};
}

/** What an earlier reading tells comes too late. */
export function pastTold(state: State, event: Extract<Event, {kind: 'backtestTold' | 'replayTold'}>): State {
	const {backtests, replay} = state.past;
	if (event.kind === 'replayTold')
		return replay?.id === event.id ? withPast(state, {replay: {...replay, result: event.result}}) : state;
	const known = Object.entries(backtests).find(([, {id}]) => id === event.id);
	if (!known) return state;
	const [key, before] = known;
	return withPast(state, {backtests: {...backtests, [key]: after(before, event.told)}});
}

function after(before: BacktestState, told: BacktestTold): BacktestState {
	switch (told.kind) {
		case 'searched':
			return {...before, searched: told};
		case 'judged':
			return {...before, releases: [...before.releases, told.release], of: told.of};
		case 'ended':
			return {...before, isReading: false, result: told.result};
		default:
			return assertNever(told);
	}
}

function withPast(state: State, past: Partial<PastState>): State {
	return {...state, past: {...state.past, ...past}};
}
