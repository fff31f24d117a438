import type {SafeText} from '../../domain/text/safe-text.ts';

/** The parts of an AnalysisRun that tell which of its metrics are dry runs. */
export interface DryRunFacts {
	readonly rules: readonly {readonly metricName: SafeText | null}[];
	readonly results: readonly {readonly name: SafeText; readonly dryRun: boolean}[];
}

/**
 * Whether the run ignores what a metric measures. A rule is a regular expression that may match anywhere in the
 * name, as the controller reads it; the controller marks each result as well.
 */
export function isDryRun(name: SafeText, {rules, results}: DryRunFacts): boolean {
	return (
		rules.some(({metricName}) => metricName !== null && (metricName === name || isMatch(metricName, name))) ||
		results.some(result => result.name === name && result.dryRun)
	);
}

function isMatch(pattern: string, name: string): boolean {
	const [, flags = '', rest = pattern] = /^\(\?([is]+)\)(.*)$/s.exec(pattern) ?? [];
	if (isSlow(rest)) return false;
	try {
		return new RegExp(rest, flags).test(name);
	} catch {
		// Only the controller can read this expression: its result tells.
		return false;
	}
}

/** Whether an expression may be slow. The controller matches in linear time; JavaScript need not, and must
 * not stop the screen. */
function isSlow(pattern: string): boolean {
	return pattern.length > 200 || /\)[*+{]/.test(pattern) || (pattern.match(/[*+{]/g) ?? []).length > 3;
}
