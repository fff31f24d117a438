import type {Theme} from '../../domain/theme.ts';

/** How frames are drawn on this terminal. */
export interface TerminalStyle {
	readonly theme: Theme;
	/** False: not a single colour SGR. Bold, dim and underline stay. */
	readonly hasColour: boolean;
	/** `ascii` where the locale is not UTF-8: not a single byte outside printable ASCII. */
	readonly charset: 'utf8' | 'ascii';
}
