import type {Matcher} from './ast.ts';
import type {Labels} from './labels.ts';
import {PromqlError, unsupported} from './promql-error.ts';

export type LabelTest = (labels: Labels) => boolean;

/** A test whether a series satisfies all matchers; an absent label counts as empty. */
export const compileMatchers = (matchers: readonly Matcher[]): LabelTest => {
	const tests = matchers.map(matcher => ({label: matcher.label, test: compileMatcher(matcher)}));
	return labels => tests.every(({label, test}) => test(labels[label] ?? ''));
};

/** One matcher as a test of the label's value. Regular expressions match the whole value. */
export const compileMatcher = ({operator, value}: Matcher): ((actual: string) => boolean) => {
	switch (operator) {
		case '=':
			return actual => actual === value;
		case '!=':
			return actual => actual !== value;
		case '=~': {
			const pattern = anchored(value);
			return actual => pattern.test(actual);
		}
		case '!~': {
			const pattern = anchored(value);
			return actual => !pattern.test(actual);
		}
	}
};

/** Turns a pattern in RE2's syntax into a JavaScript one. Refuses syntax that only one of them has or that they
 * read differently. */
export const anchored = (source: string): RegExp => {
	const refused = /\(\?<?[=!]|\\[1-9]/.exec(source)?.[0];
	if (refused !== undefined) throw invalidPattern(`invalid or unsupported Perl syntax: \`${refused}\``);
	const foreign = /\[\[:|\\[pPQEAzC]/.exec(source)?.[0];
	if (foreign !== undefined) throw unsupported(`${foreign} in a regular expression`);
	// RE2 takes flags at the start of the pattern, JavaScript as a separate argument.
	const [prefix = '', flags = ''] = /^\(\?([ims]+)\)/.exec(source) ?? [];
	try {
		return new RegExp(`^(?:${source.slice(prefix.length).replaceAll('(?P<', '(?<')})$`, flags);
	} catch (error) {
		throw invalidPattern((error as Error).message);
	}
};

const invalidPattern = (message: string) =>
	new PromqlError('bad_data', `parse error: error parsing regexp: ${message}`);
