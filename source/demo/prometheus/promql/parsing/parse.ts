import type {SyntaxNode} from '@lezer/common';
import {parser} from '@prometheus-io/lezer-promql';
import type {Expr} from '../ast.ts';
import {parseError, unsupported} from '../promql-error.ts';
import {checkTypes} from './check-types.ts';
import {parseAggregate, parseCall} from './parse-call.ts';
import {parseDurationMs, parseNumber, parseString} from './parse-literal.ts';
import {parseMatchers} from './parse-matchers.ts';
import {parseBinaryModifiers} from './parse-modifiers.ts';
import {type Postfix, withPostfix} from './postfix.ts';
import {climb, type Term} from './precedence.ts';
import {childNodes, rejectSyntaxErrors, type SyntaxContext} from './syntax.ts';

/** Parses a query. Throws a PromqlError: `bad_data` for text that Prometheus refuses too, `execution` with the
 * construct's name for syntax that only the demo does not know. */
export const parsePromql = (query: string): Expr => {
	const tree = parser.parse(query);
	const context: SyntaxContext = {query, parseExpr: node => parseExpr(node, context)};
	rejectSyntaxErrors(tree, query);
	const [top] = childNodes(tree.topNode);
	if (top === undefined) throw parseError(query, 0, 'no expression found in input');
	const expr = context.parseExpr(top);
	checkTypes(expr);
	return expr;
};

const parseExpr = (node: SyntaxNode, context: SyntaxContext): Expr => climb(flatten(node, context));

/** The grammar applies a postfix (`[5m]`, `offset`, `@`) to the whole operator chain to its left and folds signs
 * into numbers; Prometheus binds the first tighter and the second looser. So take a chain apart into its terms, to
 * rebuild it. */
const flatten = (node: SyntaxNode, context: SyntaxContext): readonly Term[] => {
	const children = childNodes(node);
	switch (node.name) {
		case 'BinaryExpr': {
			const left = children[0] as SyntaxNode;
			const operator = children[1] as SyntaxNode;
			const right = children.at(-1) as SyntaxNode;
			const modifiers = parseBinaryModifiers(children.slice(2, -1), context);
			const text = context.query.slice(operator.from, operator.to).toLowerCase();
			return [...flatten(left, context), {kind: 'operator', text, modifiers}, ...flatten(right, context)];
		}
		case 'UnaryExpr': {
			const [sign, operand] = children as [SyntaxNode, SyntaxNode];
			return signed(context.query.slice(sign.from, sign.to), flatten(operand, context));
		}
		case 'NumberDurationLiteral': {
			const text = context.query.slice(node.from, node.to);
			const [, sign = '', digits = ''] = /^([-+]?)\s*(.*)$/s.exec(text) ?? [];
			return signed(sign, [operand({kind: 'number', value: parseNumber(digits)})]);
		}
		case 'MatrixSelector':
		case 'SubqueryExpr':
		case 'OffsetExpr':
		case 'StepInvariantExpr': {
			const terms = flatten(children[0] as SyntaxNode, context);
			const last = terms.at(-1);
			if (last?.kind !== 'operand') throw parseError(context.query, node.from, 'unexpected operator');
			const postfix = parsePostfix(node, children.slice(1), context);
			return [...terms.slice(0, -1), operand(withPostfix(last.expr, postfix))];
		}
		default:
			return [operand(parseOperand(node, children, context))];
	}
};

const operand = (expr: Expr): Term => ({kind: 'operand', expr});

const signed = (sign: string, terms: readonly Term[]): readonly Term[] =>
	sign === '-' ? [{kind: 'negation'}, ...terms] : terms;

const parsePostfix = (node: SyntaxNode, rest: readonly SyntaxNode[], context: SyntaxContext): Postfix => {
	const text = (of: SyntaxNode) => context.query.slice(of.from, of.to);
	switch (node.name) {
		case 'MatrixSelector':
			return {kind: 'range', rangeMs: parseDurationMs(text(rest[0] as SyntaxNode))};
		case 'SubqueryExpr': {
			const step = rest[1];
			const rangeMs = parseDurationMs(text(rest[0] as SyntaxNode));
			return {kind: 'subquery', rangeMs, ...(step && {stepMs: parseDurationMs(text(step))})};
		}
		case 'OffsetExpr':
			return {kind: 'offset', offsetMs: parseDurationMs(text(rest[1] as SyntaxNode))};
		default: {
			const at = text(rest[1] as SyntaxNode);
			if (at === 'start' || at === 'end') return {kind: 'at', at};
			return {kind: 'at', at: Math.round(parseNumber(at) * 1000)};
		}
	}
};

const parseOperand = (node: SyntaxNode, children: readonly SyntaxNode[], context: SyntaxContext): Expr => {
	switch (node.name) {
		case 'ParenExpr':
			return {kind: 'parentheses', expr: context.parseExpr(children[0] as SyntaxNode)};
		case 'StringLiteral':
			return {kind: 'string', value: parseString(context.query.slice(node.from, node.to))};
		case 'VectorSelector':
			return {kind: 'vectorSelector', matchers: parseMatchers(children, context), shift: {offsetMs: 0}};
		case 'FunctionCall':
			return parseCall(children, context);
		case 'AggregateExpr':
			return parseAggregate(children, context);
		default:
			throw unsupported(node.name);
	}
};
