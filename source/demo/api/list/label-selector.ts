import type {Result} from '../../../domain/result.ts';

type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

/** Parses `app=web,tier in (a, b),!old` and so on. The error is worded as the API server words it. */
export function parseLabelSelector(text: string): Result<Requirement, string> {
	const tokens = tokenize(text);
	const requirements: Requirement[] = [];
	let position = 0;
	const peek = () => tokens[position] ?? '';
	const take = () => tokens[position++] ?? '';
	const fail = (expected: string): Result<never, string> => ({
		ok: false,
		error: `found '${peek()}', expected: ${expected}`,
	});

	const values = (): Result<readonly string[], string> => {
		if (peek() !== '(') return fail("'('");
		take();
		const list: string[] = [];
		for (;;) {
			list.push(isIdentifier(peek()) ? take() : '');
			const separator = peek();
			if (separator !== ',' && separator !== ')') return fail("',' or ')'");
			take();
			if (separator === ')') return {ok: true, value: list};
		}
	};

	const requirement = (): Result<Requirement, string> => {
		if (peek() === '!') {
			take();
			if (!isIdentifier(peek())) return fail('identifier');
			const key = take();
			return {ok: true, value: labels => !(key in labels)};
		}
		const key = take();
		if (peek() === '' || peek() === ',') return {ok: true, value: labels => key in labels};
		const operator = peek();
		if (operator === 'in' || operator === 'notin') {
			take();
			const list = values();
			if (!list.ok) return list;
			// `notin` also selects objects that lack the label.
			return {ok: true, value: labels => list.value.includes(labels[key] ?? missing) === (operator === 'in')};
		}
		if (!['=', '==', '!='].includes(operator)) return fail('in, notin, =, ==, !=, gt, lt');
		take();
		const wanted = isIdentifier(peek()) ? take() : '';
		return {ok: true, value: labels => (labels[key] === wanted) === (operator !== '!=')};
	};

	if (peek() === '') return {ok: true, value: () => true};
	for (;;) {
		if (peek() !== '!' && !isIdentifier(peek())) {
			return fail(requirements.length === 0 ? "!, identifier, or 'end of string'" : "identifier after ','");
		}
		const parsed = requirement();
		if (!parsed.ok) return parsed;
		requirements.push(parsed.value);
		if (peek() === '') break;
		if (peek() !== ',') return fail("',' or 'end of string'");
		take();
	}
	return {ok: true, value: labels => requirements.every(holds => holds(labels))};
}

/** No label can have this value. */
const missing = '\u0000';

const symbols = ['==', '!=', '=', '!', '(', ')', ',', '<', '>'];

function tokenize(text: string): readonly string[] {
	return text.match(/==|!=|[=!(),<>]|[^\s=!(),<>]+/g) ?? [];
}

function isIdentifier(token: string): boolean {
	return token !== '' && !symbols.includes(token);
}
