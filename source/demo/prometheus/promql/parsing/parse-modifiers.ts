import type {SyntaxNode} from '@lezer/common';
import {unsupported} from '../promql-error.ts';
import {parseString} from './parse-literal.ts';
import type {BinaryModifiers} from './precedence.ts';
import {childNodes, type SyntaxContext, textOf} from './syntax.ts';

/** Parses the part between a binary operator and its right side: `bool`, `on (…) group_left (…)`. */
export const parseBinaryModifiers = (nodes: readonly SyntaxNode[], context: SyntaxContext): BinaryModifiers => {
	let modifiers: BinaryModifiers = {
		returnsBool: false,
		matching: {kind: 'ignoring', labels: [], many: 'neither', include: []},
	};
	for (const node of nodes) {
		if (node.name === 'BoolModifier') modifiers = {...modifiers, returnsBool: true};
		else if (node.name === 'MatchingModifierClause') modifiers = {...modifiers, matching: parseMatching(node, context)};
		else throw unsupported(textOf(node, context));
	}
	return modifiers;
};

export const parseLabelList = (node: SyntaxNode | undefined, context: SyntaxContext): readonly string[] =>
	(node === undefined ? [] : childNodes(node)).map(label => {
		const text = textOf(label, context);
		return label.name === 'QuotedLabelName' ? parseString(text) : text;
	});

const parseMatching = (node: SyntaxNode, context: SyntaxContext): BinaryModifiers['matching'] => {
	const [kind, labels, group, include] = childNodes(node);
	return {
		kind: kind?.name === 'On' ? 'on' : 'ignoring',
		labels: parseLabelList(labels, context),
		many: group === undefined ? 'neither' : group.name === 'GroupLeft' ? 'left' : 'right',
		include: parseLabelList(include, context),
	};
};
