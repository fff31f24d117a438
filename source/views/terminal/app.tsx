import {Box, Text, useWindowSize} from 'ink';
import {memo, type ReactElement, useEffect, useRef, useSyncExternalStore} from 'react';
import type {Frame} from '../../engine/screens/frame.ts';
import type {TerminalInput} from '../../engine/state/terminal-input.ts';
import {drawFrame} from '../draw-frame.ts';
import {paintLine} from '../lines/paint.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';
import {useInputRouter} from './input-router.tsx';

/** The frame last published, and how to hear of the next one. */
export interface Frames {
	subscribe(listener: () => void): () => void;
	current(): Frame;
}

export interface AppProps {
	readonly frames: Frames;
	readonly onInput: (input: TerminalInput) => void;
	readonly look: TerminalStyle;
}

/** The whole screen: one frame, one row of text a line. */
export function App({frames, onInput, look}: AppProps): ReactElement {
	const frame = useSyncExternalStore(frames.subscribe, frames.current);
	const {columns, rows} = useWindowSize();
	const first = useRef({columns, rows});
	useInputRouter(onInput);
	// The size may have changed before anybody listened; later changes come from the terminal itself.
	useEffect(() => {
		const known = frames.current().size;
		const found = first.current;
		if (known.columns !== found.columns || known.rows !== found.rows) onInput({kind: 'resize', ...found});
	}, [frames, onInput]);

	// The terminal's own size: a frame selected for another one is drawn right until the next one comes.
	const lines = drawFrame({...frame, size: {columns, rows}}, look);
	return (
		<Box width={columns} height={rows} flexDirection="column">
			{lines
				.map((line, row) => ({row, text: paintLine(line, columns, look)}))
				.map(({row, text}) => (
					<Row key={row} text={text} />
				))}
		</Box>
	);
}

/** One `<Text>` a row, and none drawn again that did not change. */
const Row = memo(function Row({text}: {readonly text: string}): ReactElement {
	return <Text wrap="truncate">{text}</Text>;
});
