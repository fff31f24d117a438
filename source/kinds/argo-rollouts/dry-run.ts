import type {SafeText} from '../../domain/safe-text.ts';

/** The parts of an AnalysisRun that tell which of its metrics are only tried out. */
export interface DryRunFacts {
	readonly rules: readonly {readonly metricName: SafeText | null}[];
	readonly results: readonly {readonly name: SafeText; readonly dryRun: boolean}[];
}

/**
 * Whether nothing follows from a metric. A rule is a regular expression that may stand anywhere in the name, as the
 * controller reads it; the controller tells it with each result as well.
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
		// Of an expression that only the controller can read, the result tells it.
		return false;
	}
}

/** The controller's expressions take linear time; ours need not, and must not stop the screen. */
function isSlow(pattern: string): boolean {
	return pattern.length > 200 || /\)[*+{]/.test(pattern) || (pattern.match(/[*+{]/g) ?? []).length > 3;
}
