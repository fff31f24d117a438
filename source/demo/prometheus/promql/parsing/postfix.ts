import type {Expr} from '../ast.ts';
import {PromqlError} from '../promql-error.ts';

/** What may follow an operand: `[5m]`, `[24h:5m]`, `offset 5m`, `@ 1600000000`. */
export type Postfix =
	| {readonly kind: 'range'; readonly rangeMs: number}
	| {readonly kind: 'subquery'; readonly rangeMs: number; readonly stepMs?: number}
	| {readonly kind: 'offset'; readonly offsetMs: number}
	| {readonly kind: 'at'; readonly at: number | 'start' | 'end'};

export const withPostfix = (expr: Expr, postfix: Postfix): Expr => {
	switch (postfix.kind) {
		case 'range':
			if (expr.kind !== 'vectorSelector') throw refused('ranges only allowed for vector selectors');
			if (expr.shift.offsetMs !== 0) throw refused('no offset modifiers allowed before range');
			if (expr.shift.at !== undefined) throw refused('no @ modifiers allowed before range');
			return {kind: 'matrixSelector', selector: expr, rangeMs: postfix.rangeMs};
		case 'subquery':
			return {...postfix, expr, shift: {offsetMs: 0}};
		case 'offset':
		case 'at':
			return shifted(expr, postfix);
	}
};

const shifted = (expr: Expr, {kind, ...change}: Extract<Postfix, {kind: 'offset' | 'at'}>): Expr => {
	switch (expr.kind) {
		case 'vectorSelector':
		case 'subquery':
			return {...expr, shift: {...expr.shift, ...change}};
		case 'matrixSelector': {
			const {selector} = expr;
			return {...expr, selector: {...selector, shift: {...selector.shift, ...change}}};
		}
		default:
			throw refused(`${kind === 'at' ? '@' : 'offset'} modifier must be preceded by a selector or a subquery`);
	}
};

const refused = (message: string) => new PromqlError('bad_data', `parse error: ${message}`);
