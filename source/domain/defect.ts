import {ident, line, type SafeText, safe} from './text/safe-text.ts';

/** A part of perch that threw. */
export interface Defect {
	/** For the screen: an error's own words may quote what perch masks. */
	readonly text: SafeText;
	/** For the log, which leaves out credentials. */
	readonly report: SafeText;
}

export function defectOf(part: string, error: unknown): Defect {
	const text = safe`${ident(part)}: ${ident(error instanceof Error ? error.name : typeof error)}`;
	return {text, report: safe`${text}: ${line(error instanceof Error ? `${error.stack}` : '')}`};
}
