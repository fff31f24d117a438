import {Box, Text, useWindowSize} from 'ink';
import {memo, type ReactElement, useEffect, useRef, useSyncExternalStore} from 'react';
import type {Frame} from '../../engine/screens/frame.ts';
import type {TerminalInput} from '../../engine/state/terminal-input.ts';
import {drawContained} from '../draw-contained.ts';
import {paintLine} from '../lines/paint.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';
import {useInputRouter} from './input-router.tsx';
import {useUndrawn} from './use-undrawn.ts';

/** The last published frame, and a subscription to the next ones. */
export interface Frames {
	subscribe(listener: () => void): () => void;
	current(): Frame;
}

export interface AppProps {
	readonly frames: Frames;
	readonly onInput: (input: TerminalInput) => void;
	readonly look: TerminalStyle;
	/** The terminal reports the mouse. */
	readonly hasMouse?: boolean;
}

/** The whole screen: one frame, one text element per row. */
export function App({frames, onInput, look, hasMouse = false}: AppProps): ReactElement {
	const frame = useSyncExternalStore(frames.subscribe, frames.current);
	const {columns, rows} = useWindowSize();
	const first = useRef({columns, rows});
	useInputRouter(onInput, hasMouse);
	// The size may have changed before the engine listened; the terminal reports later changes.
	useEffect(() => {
		const known = frames.current().size;
		const found = first.current;
		if (known.columns !== found.columns || known.rows !== found.rows) onInput({kind: 'resize', ...found});
	}, [frames, onInput]);

	// Use the terminal's own size: a frame that was selected for another size is then drawn right until the next one
	// comes.
	const {lines, undrawn} = drawContained({...frame, size: {columns, rows}}, look);
	useUndrawn(undrawn, onInput);
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

/** One `<Text>` per row; an unchanged row is not drawn again. */
const Row = memo(function Row({text}: {readonly text: string}): ReactElement {
	return <Text wrap="truncate">{text}</Text>;
});
