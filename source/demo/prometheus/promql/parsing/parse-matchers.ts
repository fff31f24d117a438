import type {SyntaxNode} from '@lezer/common';
import type {Matcher} from '../ast.ts';
import {compileMatcher} from '../matchers.ts';
import {parseError} from '../promql-error.ts';
import {parseString} from './parse-literal.ts';
import {childNodes, type SyntaxContext, textOf} from './syntax.ts';

/** Parses `name{a="b", c=~"d"}`; the metric's name becomes a matcher on `__name__`. */
export const parseMatchers = (parts: readonly SyntaxNode[], context: SyntaxContext): readonly Matcher[] => {
	const matchers = parts.flatMap(part =>
		part.name === 'Identifier'
			? [equals('__name__', textOf(part, context))]
			: childNodes(part).map(labelMatcher(context)),
	);
	const from = parts[0]?.from ?? 0;
	if (matchers.filter(({label}) => label === '__name__').length > 1 && parts[0]?.name === 'Identifier') {
		throw parseError(context.query, from, 'metric name must not be set twice');
	}
	// Compile all matchers first, so that faults in any pattern are reported.
	if (matchers.map(compileMatcher).every(matches => matches(''))) {
		throw parseError(context.query, from, 'vector selector must contain at least one non-empty matcher');
	}
	return matchers;
};

const labelMatcher =
	(context: SyntaxContext) =>
	(node: SyntaxNode): Matcher => {
		// A lone quoted name is Prometheus 3's way to write a metric name outside the classic alphabet.
		if (node.name === 'QuotedLabelName') return equals('__name__', parseString(textOf(node, context)));
		const [label, operator, value] = childNodes(node) as [SyntaxNode, SyntaxNode, SyntaxNode];
		const name = textOf(label, context);
		return {
			label: label.name === 'QuotedLabelName' ? parseString(name) : name,
			operator: textOf(operator, context) as Matcher['operator'],
			value: parseString(textOf(value, context)),
		};
	};

const equals = (label: string, value: string): Matcher => ({label, operator: '=', value});
