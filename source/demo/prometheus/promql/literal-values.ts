import type {Matcher} from './ast.ts';

/** The values that alone satisfy a matcher, as of `a|b`; undefined where they cannot be listed. A matcher that an absent
 * label satisfies has none to list. */
export const literalValues = ({operator, value}: Matcher): readonly string[] | undefined => {
	if (value === '') return undefined;
	if (operator === '=') return [value];
	if (operator !== '=~') return undefined;
	const alternatives = value.split('|').map(unescaped);
	return alternatives.every(text => text !== undefined && text !== '')
		? (alternatives as readonly string[])
		: undefined;
};

/** The only text that the pattern matches; undefined where there are others. */
const unescaped = (pattern: string): string | undefined => {
	if (!/^(?:[^\\^$.*+?()[\]{}]|\\[\\^$.*+?()[\]{}-])*$/.test(pattern)) return undefined;
	return pattern.replaceAll(/\\(.)/g, '$1');
};
