import type {Theme} from '../../domain/text/theme.ts';

/** How frames are drawn on this terminal. */
export interface TerminalStyle {
	readonly theme: Theme;
	/** False: use no colour SGR; bold, dim and underline stay. */
	readonly hasColour: boolean;
	/** `ascii` if the locale is not UTF-8: write only printable ASCII. */
	readonly charset: 'utf8' | 'ascii';
}
