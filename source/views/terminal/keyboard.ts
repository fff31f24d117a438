import type {TerminalInput} from '../../engine/state/terminal-input.ts';
import {createTerminalDecoder, type Decoded} from './terminal-decoder.ts';

/** Stands between the terminal and Ink's key parser, which takes it for its stdin. */
export interface Keyboard {
	readonly stdin: NodeJS.ReadStream;
	close(): void;
}

/** Pastes and focus reports go to `onInput` from here; everything else goes on to the input router, whole. */
export function createKeyboard(stdin: NodeJS.ReadStream, onInput: (input: TerminalInput) => void): Keyboard {
	const decoder = createTerminalDecoder();
	const listeners = new Set<() => void>();
	let waiting = '';
	let timer: ReturnType<typeof setTimeout> | undefined;

	function deliver({forward, events}: Decoded): void {
		for (const event of events) onInput(event);
		waiting += forward;
		if (waiting !== '') for (const listener of [...listeners]) listener();
		clearTimeout(timer);
		const dueMs = decoder.deadlineMs();
		if (dueMs === null) return;
		timer = setTimeout(() => deliver(decoder.expire(performance.now())), Math.max(0, dueMs - performance.now()));
	}

	function readAll(): void {
		for (let chunk: unknown = stdin.read(); chunk !== null; chunk = stdin.read()) {
			deliver(decoder.push(String(chunk), performance.now()));
		}
	}

	// Exactly what Ink asks of a stdin.
	const facade = {
		isTTY: stdin.isTTY,
		setEncoding: (encoding: BufferEncoding) => stdin.setEncoding(encoding),
		setRawMode: (isRaw: boolean) => stdin.setRawMode(isRaw),
		ref: () => stdin.ref(),
		unref: () => stdin.unref(),
		read: () => {
			const text = waiting === '' ? null : waiting;
			waiting = '';
			return text;
		},
		addListener: (_event: 'readable', listener: () => void) => {
			if (listeners.size === 0) stdin.addListener('readable', readAll);
			listeners.add(listener);
		},
		removeListener: (_event: 'readable', listener: () => void) => {
			listeners.delete(listener);
			if (listeners.size === 0) stdin.removeListener('readable', readAll);
		},
	};

	return {
		stdin: facade as unknown as NodeJS.ReadStream,
		close: () => {
			clearTimeout(timer);
			stdin.removeListener('readable', readAll);
		},
	};
}
