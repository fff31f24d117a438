import {createReduce} from '../../../source/engine/reduce.ts';
import {type Frame, selectFrame} from '../../../source/engine/screens/frame.ts';
import type {State} from '../../../source/engine/state/state.ts';
import type {EngineContext} from '../../../source/engine/world/context.ts';
import type {Desk} from '../../engine/support/desk.ts';

/** What the engine knows, and what it is asked to show. */
export interface Moment {
	readonly context: EngineContext;
	readonly state: State;
}

/** One state of one screen. */
export interface FrameCase {
	readonly name: string;
	readonly moment: () => Moment;
}

/** A desk that was brought to a state. */
export function frameCase(name: string, desk: () => Desk): FrameCase {
	const moment = once(() => momentOf(desk()));
	return {name, moment};
}

export function momentOf(desk: Desk): Moment {
	return {context: desk.context, state: desk.state()};
}

/** What the engine shows on a terminal of this size. */
export function frameOf({moment}: FrameCase, {columns, rows}: Frame['size']): Frame {
	const {context, state} = moment();
	const input = {kind: 'resize', columns, rows} as const;
	const resized = createReduce(context)(state, {kind: 'inputReceived', input, atMs: state.nowMs});
	return selectFrame(context, resized.state);
}

export function once<T>(make: () => T): () => T {
	let made: {readonly value: T} | null = null;
	return () => {
		made ??= {value: make()};
		return made.value;
	};
}
