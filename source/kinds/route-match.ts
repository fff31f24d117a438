import * as v from 'valibot';
import {recordOf} from '../domain/cluster/object-schema.ts';
import {ident, type SafeText, safe} from '../domain/text/safe-text.ts';

/*
 * Which requests an entry of a route takes, as text: conditions joined by "and", alternatives by "or". Only shown and
 * compared, never evaluated.
 */

type Fields = Readonly<Record<string, unknown>>;

const alternatives = v.nullish(v.array(v.nullish(recordOf(v.unknown()), {})), []);

/** `match` of a VirtualService; null: every request. */
export const virtualServiceMatchField = v.pipe(
	alternatives,
	v.transform(matches => matchText(matches, virtualServiceCondition)),
);

/** `matches` of a route of the Gateway API; null: every request. */
export const gatewayMatchField = v.pipe(
	alternatives,
	v.transform(matches => matchText(matches, gatewayCondition)),
);

function matchText(
	matches: readonly Fields[],
	conditions: (field: string, value: unknown) => readonly string[],
): SafeText | null {
	const texts = matches.map(match => Object.entries(match).flatMap(([field, value]) => conditions(field, value)));
	// An alternative without conditions takes every request.
	if (texts.length === 0 || texts.some(one => one.length === 0)) return null;
	return ident(texts.map(one => one.join(' and ')).join(' or '));
}

/** Fields of a VirtualService's match that say nothing about the request. */
const labelsOnly = new Set(['name', 'statPrefix', 'ignoreUriCase']);

function virtualServiceCondition(field: string, value: unknown): readonly string[] {
	if (labelsOnly.has(field)) return [];
	const named = {headers: 'header', queryParams: 'query', withoutHeaders: 'without header'}[field];
	if (named !== undefined && isFields(value)) {
		return Object.entries(value).map(([name, match]) => `${named} ${name}${comparison(match)}`);
	}
	if (isFields(value) && Object.keys(value).some(key => key in operators)) return [`${field}${comparison(value)}`];
	return [`${field} ${plain(value)}`];
}

const operators: Readonly<Record<string, string>> = {exact: '=', prefix: 'starts with', regex: '~'};

function comparison(match: unknown): string {
	if (!isFields(match)) return '';
	return Object.entries(match)
		.map(([operator, value]) => ` ${operators[operator] ?? operator} ${plain(value)}`)
		.join('');
}

function gatewayCondition(field: string, value: unknown): readonly string[] {
	if (field === 'path' && isFields(value)) {
		// The API server writes this default where no path is given.
		if (value.type === 'PathPrefix' && value.value === '/') return [];
		return [`path${typed(value.type)} ${plain(value.value)}`];
	}
	if ((field === 'headers' || field === 'queryParams') && Array.isArray(value)) {
		const name = field === 'headers' ? 'header' : 'query';
		return value
			.filter(isFields)
			.map(condition => `${name} ${plain(condition.name)}${typed(condition.type)} ${plain(condition.value)}`);
	}
	if (field === 'method' && isFields(value)) {
		const {type, service = '*', method = '*'} = value;
		return [`method${type === 'RegularExpression' ? ' ~' : ''} ${plain(service)}/${plain(method)}`];
	}
	return [`${field} ${plain(value)}`];
}

function typed(type: unknown): string {
	return {PathPrefix: ' starts with', RegularExpression: ' ~'}[String(type)] ?? ' =';
}

function plain(value: unknown): string {
	return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text for an entry without conditions. */
export const everyRequest = safe`every request`;
