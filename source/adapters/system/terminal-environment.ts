import type {Environment} from './state-folder.ts';

/** What the terminal can show, and whether perch may open a screen on it. */
export interface TerminalEnvironment {
	readonly hasUtf8: boolean;
	readonly colour: 'none' | '16' | '256' | 'truecolour';
	/** The terminal cannot move its cursor: perch prints lines only. */
	readonly isDumb: boolean;
	readonly isCi: boolean;
	/** INK_SCREEN_READER: linear text in place of a screen. */
	readonly isRead: boolean;
	/** A person is at a terminal that can show a screen. Otherwise perch prints lines and opens no alternate screen. */
	readonly isInteractive: boolean;
}

export interface TerminalFacts {
	readonly env: Environment;
	readonly isStdinTty: boolean;
	readonly isStdoutTty: boolean;
	/** `--color`. */
	readonly colourFlag: 'auto' | 'always' | 'never';
	/** `--ascii`. */
	readonly isAsciiAsked: boolean;
}

/** Reads LC_ALL, LC_CTYPE, LANG, TERM, COLORTERM, NO_COLOR, INK_SCREEN_READER and CI by their own conventions. Flags override the environment. */
export function terminalEnvironment(facts: TerminalFacts): TerminalEnvironment {
	const {env, isStdinTty, isStdoutTty} = facts;
	const isDumb = env.TERM === 'dumb';
	const isCi = isSet(env.CI) && env.CI !== 'false' && env.CI !== '0';
	return {
		hasUtf8: !facts.isAsciiAsked && hasUtf8Locale(env),
		colour: colour(facts, isDumb),
		isDumb,
		isCi,
		isRead: env.INK_SCREEN_READER === 'true' || env.INK_SCREEN_READER === '1',
		isInteractive: isStdinTty && isStdoutTty && !isDumb && !isCi,
	};
}

// POSIX: the first of the three that is set and not empty decides; none of them means the C locale.
function hasUtf8Locale(env: Environment): boolean {
	const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find(isSet) ?? 'C';
	return /utf-?8/i.test(locale);
}

function colour({env, colourFlag, isStdoutTty}: TerminalFacts, isDumb: boolean): TerminalEnvironment['colour'] {
	const {COLORTERM, NO_COLOR, TERM = ''} = env;
	const isWanted =
		colourFlag === 'auto'
			? // no-color.org: set and not empty, whatever its value.
				!isSet(NO_COLOR) && !isDumb && isStdoutTty
			: colourFlag === 'always';
	if (!isWanted) return 'none';
	if (COLORTERM === 'truecolor' || COLORTERM === '24bit' || TERM.endsWith('-direct')) return 'truecolour';
	return TERM.endsWith('-256color') ? '256' : '16';
}

function isSet(value: string | undefined): value is string {
	return value !== undefined && value !== '';
}
