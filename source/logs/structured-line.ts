/** What a line says in fields, as JSON or as logfmt. */
export interface StructuredLine {
	readonly form: 'json' | 'logfmt';
	readonly level: string | null;
	readonly message: string;
	/** Status and error: with the message they say what happened. */
	readonly outcome: Fields;
	/** All others, in their order. */
	readonly rest: Fields;
}

type Fields = ReadonlyMap<string, unknown>;

/** Null where the line is neither, or has no message. */
export function structuredLine(text: string): StructuredLine | null {
	const form = text.startsWith('{') ? 'json' : 'logfmt';
	const fields = form === 'json' ? jsonFields(text) : logfmtFields(text);
	const message = firstText(fields, messageFields);
	if (message === null) return null;
	const level = firstText(fields, levelFields);
	const isOutcome = ([name, value]: readonly [string, unknown]) =>
		(statusFields.has(name) && Number(value) > 0) ||
		(errorFields.has(name) && typeof value === 'string' && value !== '');
	const others = [...fields].filter(([name]) => name !== level?.name && name !== message.name);
	return {
		form,
		level: level?.value ?? null,
		message: message.value,
		outcome: new Map(others.filter(isOutcome)),
		rest: new Map(others.filter(field => !isOutcome(field))),
	};
}

/** `name=value`, in quotes where its end would be unclear. */
export function fieldText([name, value]: readonly [string, unknown]): string {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return `${name}=${typeof value === 'string' && /[\s"=]/.test(text) ? JSON.stringify(text) : text}`;
}

const levelFields = ['level', 'severity', 'lvl'];
const messageFields = ['msg', 'message', 'log', 'event'];
const statusFields: ReadonlySet<string> = new Set(['status', 'status_code']);
const errorFields: ReadonlySet<string> = new Set(['error', 'err', 'exception']);
const none: Fields = new Map();

function firstText(fields: Fields, names: readonly string[]): {readonly name: string; readonly value: string} | null {
	for (const name of names) {
		const value = fields.get(name);
		if (typeof value === 'string' && value !== '') return {name, value};
	}
	return null;
}

function jsonFields(text: string): Fields {
	try {
		return new Map(Object.entries(JSON.parse(text) as object));
	} catch {
		return none;
	}
}

/** None unless the whole line is `name=value`, each name once: nothing of a line may get lost. */
function logfmtFields(text: string): Fields {
	const fields = new Map<string, unknown>();
	const field = /([\w.@-]+)=("(?:[^"\\]|\\.)*"|[^\s"]*)(?: +|$)/y;
	while (field.lastIndex < text.length) {
		const [, name, value] = field.exec(text) ?? [];
		if (name === undefined || value === undefined || fields.has(name)) return none;
		fields.set(name, value.startsWith('"') ? unquoted(value) : value);
	}
	return fields;
}

/** Go quotes in ways that JSON does not know: such a value stays as it is. */
function unquoted(value: string): string {
	try {
		return JSON.parse(value) as string;
	} catch {
		return value;
	}
}
