import type {SyntaxNode} from '@lezer/common';
import {type Aggregate, type AggregateOperator, aggregateOperators, type Call} from './ast.ts';
import {parseLabelList} from './parse-modifiers.ts';
import {parseError, unsupported} from './promql-error.ts';
import {isSupportedFunction} from './signatures.ts';
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
	const [only] = args;
	if (only === undefined || args.length > 1) {
		const message = `wrong number of arguments for aggregate expression provided, expected 1, got ${args.length}`;
		throw parseError(context.query, children[0]?.from ?? 0, message);
	}
	const modifier = named('AggregateModifier');
	const [kind, labels] = modifier === undefined ? [] : childNodes(modifier);
	return {
		kind: 'aggregate',
		operator,
		grouping: {kind: kind?.name === 'Without' ? 'without' : 'by', labels: parseLabelList(labels, context)},
		expr: context.parseExpr(only),
	};
};

const isSupportedAggregate = (name: string): name is AggregateOperator =>
	(aggregateOperators as readonly string[]).includes(name);
