import {type Binary, comparisonOperators, type Expr, setOperators} from '../ast.ts';
import {PromqlError} from '../promql-error.ts';
import {type Signature, signatures, type ValueType} from '../signatures.ts';

/** The type of the expression. Throws `bad_data` where Prometheus' parser refuses the types of the parts. */
export const checkTypes = (expr: Expr): ValueType => {
	switch (expr.kind) {
		case 'number':
			return 'scalar';
		case 'string':
			return 'string';
		case 'vectorSelector':
			return 'vector';
		case 'matrixSelector':
			return 'matrix';
		case 'parentheses':
			return checkTypes(expr.expr);
		case 'negation': {
			const type = checkTypes(expr.expr);
			if (type === 'scalar' || type === 'vector') return type;
			throw refused(
				`unary expression only allowed on expressions of type scalar or instant vector, got "${words[type]}"`,
			);
		}
		case 'subquery': {
			const type = checkTypes(expr.expr);
			if (type === 'vector') return 'matrix';
			throw refused(`subquery is only allowed on instant vector, got ${words[type]} instead`);
		}
		case 'aggregate':
			expectType(expr.expr, 'vector', 'in aggregation expression');
			if (expr.parameter) expectType(expr.parameter, 'scalar', 'in aggregation parameter');
			return 'vector';
		case 'call':
			return checkCall(expr.name, signatures[expr.name], expr.args);
		case 'binary':
			return checkBinary(expr);
	}
};

export const words: Readonly<Record<ValueType, string>> = {
	scalar: 'scalar',
	string: 'string',
	vector: 'instant vector',
	matrix: 'range vector',
};

const checkCall = (name: string, {args, optional = 0, returns}: Signature, given: readonly Expr[]): ValueType => {
	if (given.length > args.length || given.length < args.length - optional) {
		const bound = optional === 0 ? '' : given.length > args.length ? 'at most ' : 'at least ';
		const expected = given.length > args.length ? args.length : args.length - optional;
		throw refused(`expected ${bound}${expected} argument(s) in call to "${name}", got ${given.length}`);
	}
	for (const [index, arg] of given.entries())
		expectType(arg, args[index] as ValueType, `in call to function "${name}"`);
	return returns;
};

const checkBinary = ({operator, left, right, returnsBool, matching}: Binary): ValueType => {
	const types = [checkTypes(left), checkTypes(right)];
	if (types.some(type => type === 'string' || type === 'matrix')) {
		throw refused('binary expression must contain only scalar and instant vector types');
	}
	const isComparison = isOneOf(comparisonOperators, operator);
	const isSet = isOneOf(setOperators, operator);
	if (returnsBool && !isComparison) throw refused('bool modifier can only be used on comparison operators');
	if (isSet && types.includes('scalar')) {
		throw refused(`set operator "${operator}" not allowed in binary scalar expression`);
	}
	if (isSet && matching.many !== 'neither') throw refused(`no grouping allowed for "${operator}" operation`);
	if (types.includes('vector')) return 'vector';
	if (isComparison && !returnsBool) throw refused('comparisons between scalars must use BOOL modifier');
	return 'scalar';
};

const expectType = (expr: Expr, expected: ValueType, where: string): void => {
	const type = checkTypes(expr);
	if (type !== expected) throw refused(`expected type ${words[expected]} ${where}, got ${words[type]}`);
};

const isOneOf = (operators: readonly string[], operator: string): boolean => operators.includes(operator);

const refused = (message: string) => new PromqlError('bad_data', `parse error: ${message}`);
