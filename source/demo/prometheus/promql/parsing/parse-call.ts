import type {SyntaxNode} from '@lezer/common';
import {type Aggregate, type AggregateOperator, type Call, reducingOperators} from '../ast.ts';
import {parseError, unsupported} from '../promql-error.ts';
import {isSupportedFunction} from '../signatures.ts';
import {parseLabelList} from './parse-modifiers.ts';
import {childNodes, type SyntaxContext, textOf} from './syntax.ts';

export const parseCall = (children: readonly SyntaxNode[], context: SyntaxContext): Call => {
	const [identifier, body] = children as [SyntaxNode, SyntaxNode];
	const name = textOf(identifier, context);
	if (!isSupportedFunction(name)) throw unsupported(`the function ${name}`);
	return {kind: 'call', name, args: childNodes(body).map(context.parseExpr)};
};

export const parseAggregate = (children: readonly SyntaxNode[], context: SyntaxContext): Aggregate => {
	const named = (name: string) => children.find(child => child.name === name);
	const operator = textOf(children[0] as SyntaxNode, context).toLowerCase();
	if (!isSupportedAggregate(operator)) throw unsupported(`the aggregation ${operator}`);
	const args = childNodes(named('FunctionCallBody') as SyntaxNode);
	const expected = operator === 'topk' ? 2 : 1;
	const parts = args.slice(-expected).map(context.parseExpr);
	const expr = parts.at(-1);
	if (expr === undefined || args.length !== expected) {
		const message = `wrong number of arguments for aggregate expression provided, expected ${expected}, got ${args.length}`;
		throw parseError(context.query, children[0]?.from ?? 0, message);
	}
	const [parameter] = parts.slice(0, -1);
	const modifier = named('AggregateModifier');
	const [kind, labels] = modifier === undefined ? [] : childNodes(modifier);
	return {
		kind: 'aggregate',
		operator,
		grouping: {kind: kind?.name === 'Without' ? 'without' : 'by', labels: parseLabelList(labels, context)},
		expr,
		...(parameter && {parameter}),
	};
};

const isSupportedAggregate = (name: string): name is AggregateOperator =>
	name === 'topk' || (reducingOperators as readonly string[]).includes(name);
