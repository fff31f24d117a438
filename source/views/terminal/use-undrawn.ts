import {useEffect} from 'react';
import type {SafeText} from '../../domain/text/safe-text.ts';
import type {TerminalInput} from '../../engine/state/terminal-input.ts';

/** Tells the engine what could not be shown, once: a dialog that nobody sees must not be confirmed. */
export function useUndrawn(undrawn: SafeText | null, onInput: (input: TerminalInput) => void): void {
	useEffect(() => {
		if (undrawn !== null) onInput({kind: 'undrawn', text: undrawn});
	}, [undrawn, onInput]);
}
