import type {Binary, BinaryOperator, Expr} from '../ast.ts';
import {arithmeticOperators, comparisonOperators, setOperators} from '../ast.ts';
import {unsupported} from '../promql-error.ts';

export type BinaryModifiers = Pick<Binary, 'returnsBool' | 'matching'>;

/** A part of an operator chain, in the order of the text. */
export type Term =
	| {readonly kind: 'operand'; readonly expr: Expr}
	| {readonly kind: 'negation'}
	| {readonly kind: 'operator'; readonly text: string; readonly modifiers: BinaryModifiers};

/** Builds a tree from the chain by Prometheus' precedence: `^` (right-associative), then sign and `* / %`, `+ -`,
 * comparisons, `and unless`, `or`. */
export const climb = (terms: readonly Term[]): Expr => {
	let next = 0;

	const parseChain = (minimum: number): Expr => {
		let left = parseSigned();
		for (;;) {
			const term = terms[next];
			if (term?.kind !== 'operator') return left;
			const operator = operatorOf(term.text);
			const level = levels[operator];
			if (level < minimum) return left;
			next += 1;
			const right = parseChain(operator === '^' ? level : level + 1);
			left = {kind: 'binary', operator, left, right, ...term.modifiers};
		}
	};

	const parseSigned = (): Expr => {
		const term = terms[next];
		next += 1;
		if (term?.kind === 'operand') return term.expr;
		const expr = parseChain(levels['^']);
		return expr.kind === 'number' ? {kind: 'number', value: -expr.value} : {kind: 'negation', expr};
	};

	return parseChain(0);
};

const levels: Readonly<Record<BinaryOperator, number>> = {
	or: 1,
	and: 2,
	unless: 2,
	'==': 3,
	'!=': 3,
	'>': 3,
	'<': 3,
	'>=': 3,
	'<=': 3,
	'+': 4,
	'-': 4,
	'*': 5,
	'/': 5,
	'%': 5,
	'^': 6,
};

const operators: readonly string[] = [...arithmeticOperators, ...comparisonOperators, ...setOperators];

const operatorOf = (text: string): BinaryOperator => {
	if (!operators.includes(text)) throw unsupported(`the operator ${text}`);
	return text as BinaryOperator;
};
