import type {TerminalInput} from '../../engine/state/terminal-input.ts';
import {createTerminalDecoder, type Decoded, type MouseReport} from './terminal-decoder.ts';

/** Reads the terminal and serves as stdin for Ink's key parser. */
export interface Keyboard {
	readonly stdin: NodeJS.ReadStream;
	close(): void;
}

/** Passes pastes and focus reports to `onInput` directly, and what the mouse did to `onMouse`; all other input goes to
 * the input router, as whole sequences. Without `onMouse` the mouse is not read. */
export function createKeyboard(
	stdin: NodeJS.ReadStream,
	onInput: (input: TerminalInput) => void,
	onMouse: ((report: MouseReport) => void) | null = null,
): Keyboard {
	const decoder = createTerminalDecoder({hasMouse: onMouse !== null});
	const listeners = new Set<() => void>();
	let waiting = '';
	let timer: ReturnType<typeof setTimeout> | undefined;

	function deliver({forward, events}: Decoded): void {
		for (const event of events) {
			if (event.kind === 'mouse') onMouse?.(event);
			else onInput(event);
		}
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

	// The members of stdin that Ink uses.
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
