import {Box, render, Text} from 'ink';
import {type ReactElement, useSyncExternalStore} from 'react';
import type {Frame} from '../../engine/screens/frame.ts';
import type {TerminalInput} from '../../engine/state/terminal-input.ts';
import {linearText, wordsOf} from '../linear.ts';
import type {AppProps, Frames} from './app.tsx';
import {useInputRouter} from './input-router.tsx';
import {createKeyboard} from './keyboard.ts';
import type {Screen} from './screen.tsx';
import {useUndrawn} from './use-undrawn.ts';

/** The same program as linear text, for screen readers (`INK_SCREEN_READER`): no alternate screen, and a new text
 * only after a key, or where the words changed. */
export function openReader({
	stdin,
	stdout,
	frames,
	look,
	...props
}: AppProps & {readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream}): Screen {
	const calm = createCalmFrames(frames, frame => wordsOf(linearText(frame, look).texts));
	const onInput = (input: TerminalInput) => {
		calm.expect();
		props.onInput(input);
	};
	const keyboard = createKeyboard(stdin, onInput);
	const onResize = () => onInput({kind: 'resize', columns: stdout.columns, rows: stdout.rows});
	stdout.on('resize', onResize);
	const ink = render(<Reader frames={calm.frames} onInput={onInput} look={look} />, {
		stdin: keyboard.stdin,
		stdout,
		interactive: true,
		isScreenReaderEnabled: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	const closed = ink.waitUntilExit().finally(() => {
		stdout.off('resize', onResize);
		keyboard.close();
	}) as Promise<void>;
	return {
		closed,
		close: async () => {
			ink.unmount();
			await closed;
		},
	};
}

function Reader({frames, onInput, look}: AppProps): ReactElement {
	const frame = useSyncExternalStore(frames.subscribe, frames.current);
	useInputRouter(onInput, false);
	const {texts, undrawn} = linearText(frame, look);
	useUndrawn(undrawn, onInput);
	return (
		<Box flexDirection="column">
			{texts
				.map((text, row) => ({row, text}))
				.map(({row, text}) => (
					<Text key={row}>{text}</Text>
				))}
		</Box>
	);
}

/** Frames of which only those are passed on that follow an input, or whose words differ from the last one's. */
export function createCalmFrames(
	frames: Frames,
	wordsOfFrame: (frame: Frame) => string,
): {readonly frames: Frames; expect(): void} {
	let shown = frames.current();
	let words = wordsOfFrame(shown);
	let isExpected = false;
	const listeners = new Set<() => void>();
	frames.subscribe(() => {
		const next = frames.current();
		const nextWords = wordsOfFrame(next);
		if (!isExpected && nextWords === words) return;
		isExpected = false;
		shown = next;
		words = nextWords;
		for (const listener of listeners) listener();
	});
	return {
		frames: {
			current: () => shown,
			subscribe(listener) {
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
		},
		expect: () => {
			isExpected = true;
		},
	};
}
