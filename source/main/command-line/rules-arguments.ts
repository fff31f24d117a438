import {line} from '../../domain/text/safe-text.ts';
import {secondsOf} from '../../meshes/rules/rule-names.ts';
import {listed} from './flag-values.ts';

/** How rules are written: as a file that Prometheus reads, or as an object that its operator reads. */
export const ruleForms = ['yaml', 'prometheusrule'] as const;
export type RuleForm = (typeof ruleForms)[number];

export interface RulesArguments {
	/** Of the recorded rates. */
	readonly windowSeconds: number;
	/** Labels that the rules keep beside the usual ones. */
	readonly labels: readonly string[];
	readonly form: RuleForm;
}

interface RulesFlags {
	readonly output: string | undefined;
	readonly window: string | undefined;
	readonly by: string | undefined;
}

const usualWindow = '1m';
/** Four samples, one each second. */
const leastWindowSeconds = 4;

/** The flags, checked; a sentence where one is wrong. */
export function rulesArguments({output = 'yaml', window = usualWindow, by}: RulesFlags): RulesArguments | string {
	const form = ruleForms.find(one => one === output);
	if (!form) return `There is no form "${line(output)}" of rules: choose from ${ruleForms.join(', ')}.`;
	const windowSeconds = secondsOf(window);
	if (windowSeconds === null || windowSeconds < leastWindowSeconds)
		return `--window takes the time of the rates, ${leastWindowSeconds}s or more: --window 1m for samples every 15 s.`;
	const labels = by === undefined ? [] : listed(by);
	const odd = labels.find(label => !/^[a-zA-Z_]\w*$/.test(label));
	if (odd !== undefined) return `--by takes names of labels: "${line(odd)}" is none.`;
	return {windowSeconds, labels, form};
}
