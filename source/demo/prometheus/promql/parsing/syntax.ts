import type {SyntaxNode, Tree} from '@lezer/common';
import type {Expr} from '../ast.ts';
import {parseError} from '../promql-error.ts';

/** What every part of the parser needs: the text, and the parser of a whole expression. */
export interface SyntaxContext {
	readonly query: string;
	readonly parseExpr: (node: SyntaxNode) => Expr;
}

export const childNodes = (node: SyntaxNode): readonly SyntaxNode[] => {
	const children: SyntaxNode[] = [];
	for (let child = node.firstChild; child !== null; child = child.nextSibling) {
		if (child.name !== 'LineComment') children.push(child);
	}
	return children;
};

export const textOf = (node: SyntaxNode, {query}: SyntaxContext): string => query.slice(node.from, node.to);

/** The parser does not stop at an error but marks text that it cannot place. Report the first mark. */
export const rejectSyntaxErrors = (tree: Tree, query: string): void => {
	tree.iterate({
		enter: ({type, from}) => {
			if (!type.isError) return;
			if (query.trim() === '') throw parseError(query, 0, 'no expression found in input');
			throw parseError(query, from, unexpected(query, from));
		},
	});
};

const unexpected = (query: string, from: number): string => {
	const called = /([A-Za-z_]\w*)\s*$/.exec(query.slice(0, from))?.[1];
	if (query[from] === '(' && called !== undefined) return `unknown function with name "${called}"`;
	const rest = query.slice(from).trim();
	if (rest === '') return 'unexpected end of input';
	const word = /^(\w+|[^\w\s]+)/.exec(rest)?.[0] ?? rest;
	return `unexpected ${JSON.stringify(word)}`;
};
