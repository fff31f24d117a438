/** What a line of JSON says first, and its other fields in their order. */
export interface JsonMessage {
	readonly level: string | null;
	readonly message: string;
	readonly rest: ReadonlyMap<string, unknown>;
}

/** Null where the line is no JSON object, or has no message. */
export function jsonMessage(text: string): JsonMessage | null {
	if (!text.startsWith('{')) return null;
	const rest = fieldsOf(text);
	const level = takeText(rest, levelFields);
	const message = takeText(rest, messageFields);
	return message === null ? null : {level, message, rest};
}

const levelFields = ['level', 'severity', 'lvl'];
const messageFields = ['msg', 'message', 'log', 'event'];

function fieldsOf(text: string): Map<string, unknown> {
	try {
		return new Map(Object.entries(JSON.parse(text) as object));
	} catch {
		return new Map();
	}
}

/** Takes out the first of these fields that holds a text. */
function takeText(fields: Map<string, unknown>, names: readonly string[]): string | null {
	for (const name of names) {
		const value = fields.get(name);
		if (typeof value !== 'string' || value === '') continue;
		fields.delete(name);
		return value;
	}
	return null;
}
