import type {FunctionName} from './signatures.ts';

/** PromQL as data: the parser's output and the evaluator's input. Durations are milliseconds. */
export type Expr =
	| NumberLiteral
	| StringLiteral
	| VectorSelector
	| MatrixSelector
	| Subquery
	| Call
	| Aggregate
	| Binary
	| Negation
	| Parentheses;

export interface NumberLiteral {
	readonly kind: 'number';
	readonly value: number;
}

export interface StringLiteral {
	readonly kind: 'string';
	readonly value: string;
}

/** The time of a selector or subquery: `at` replaces the evaluation time, `offsetMs` is subtracted from it. */
export interface TimeShift {
	readonly at?: number | 'start' | 'end';
	readonly offsetMs: number;
}

export interface VectorSelector {
	readonly kind: 'vectorSelector';
	readonly matchers: readonly Matcher[];
	readonly shift: TimeShift;
}

export interface MatrixSelector {
	readonly kind: 'matrixSelector';
	readonly selector: VectorSelector;
	readonly rangeMs: number;
}

export interface Subquery {
	readonly kind: 'subquery';
	readonly expr: Expr;
	readonly rangeMs: number;
	/** Absent: the global evaluation interval. */
	readonly stepMs?: number;
	readonly shift: TimeShift;
}

export interface Call {
	readonly kind: 'call';
	readonly name: FunctionName;
	readonly args: readonly Expr[];
}

export interface Aggregate {
	readonly kind: 'aggregate';
	readonly operator: AggregateOperator;
	readonly grouping: {readonly kind: 'by' | 'without'; readonly labels: readonly string[]};
	readonly expr: Expr;
	/** How many samples of each group `topk` keeps; the others take none. */
	readonly parameter?: Expr;
}

export const reducingOperators = ['sum', 'max', 'min', 'avg', 'count'] as const;
export type ReducingOperator = (typeof reducingOperators)[number];
export type AggregateOperator = ReducingOperator | 'topk';

export interface Binary {
	readonly kind: 'binary';
	readonly operator: BinaryOperator;
	readonly left: Expr;
	readonly right: Expr;
	readonly returnsBool: boolean;
	readonly matching: VectorMatching;
}

export const arithmeticOperators = ['+', '-', '*', '/', '%', '^'] as const;
export type ArithmeticOperator = (typeof arithmeticOperators)[number];
export const comparisonOperators = ['==', '!=', '>', '<', '>=', '<='] as const;
export type ComparisonOperator = (typeof comparisonOperators)[number];
export const setOperators = ['and', 'or', 'unless'] as const;
export type SetOperator = (typeof setOperators)[number];
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | SetOperator;

export interface VectorMatching {
	readonly kind: 'on' | 'ignoring';
	readonly labels: readonly string[];
	/** Which side may have several samples per sample of the other side, and the labels that it takes from the other
	 * side. */
	readonly many: 'neither' | 'left' | 'right';
	readonly include: readonly string[];
}

export interface Negation {
	readonly kind: 'negation';
	readonly expr: Expr;
}

export interface Parentheses {
	readonly kind: 'parentheses';
	readonly expr: Expr;
}

export interface Matcher {
	readonly label: string;
	readonly operator: '=' | '!=' | '=~' | '!~';
	readonly value: string;
}
