import type {Result} from '../domain/result.ts';
import type {SafeText} from '../domain/text/safe-text.ts';

/** What the engine asks of the operator's terminal, beside the screen. */
export interface TerminalPort {
	/** Hands a text to the clipboard, and writes it to a file of the operator's own. Never throws. */
	copy(text: SafeText): Promise<CopyOutcome>;
	/** Rings the terminal's bell. */
	ring(): void;
}

export interface CopyOutcome {
	/** How the text left for the clipboard. Only tmux answers; a terminal never says whether it took the text. */
	readonly clipboard:
		| 'sent'
		/** tmux has it as its newest buffer, and sent it to its own terminal. */
		| 'tmux'
		/** Longer than terminals take: nothing was sent, for half of a command is worse than none. */
		| 'tooLong'
		/** This kind of terminal has no clipboard. */
		| 'none';
	/** The file that holds the text, or why it could not be written. */
	readonly file: Result<SafeText, SafeText>;
}
