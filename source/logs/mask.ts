import {line, type SafeText} from '../domain/text/safe-text.ts';
import {fieldText, structuredLine} from './structured-line.ts';

/** Characters of a line that a pattern is made of. */
const longestMasked = 300;

/** The line without what differs from request to request, so that lines of one statement in a program become one
 * pattern: numbers become `#`, quoted names `"*"`, ids, addresses and times a word in angle brackets. Status codes
 * of HTTP stay, since 200 and 503 are not the same event. */
export function maskLine(text: string): SafeText {
	const message = messageOf(text);
	const head = message.length > longestMasked ? `${message.slice(0, longestMasked)}…` : message;
	return line(masks.reduce((so, mask) => mask(so), head).trim());
}

/** Of a line of fields its level, its message and what came of it. JSON has more fields beside these, which differ
 * from line to line; those of logfmt were written for people, as the words of any other line. */
function messageOf(text: string): string {
	const read = structuredLine(text);
	if (read === null) return text;
	const {form, level, message, outcome, rest} = read;
	const fields = form === 'json' ? outcome : [...outcome, ...rest];
	return [...(level === null ? [] : [level.toLowerCase()]), message, ...[...fields].map(fieldText)].join(' ');
}

/** In this order: a later mask would break what an earlier one finds. */
const masks: readonly ((text: string) => string)[] = [
	text => text.replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>'),
	text =>
		text.replace(
			/\b\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?/g,
			'<time>',
		),
	text => text.replace(/\b\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d(?: [+-]\d{4})?/g, '<time>'),
	text => text.replace(/\b(?:[A-Z][a-z]{2} [ \d]\d )?\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)?\b/g, '<time>'),
	text => text.replace(/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?\b/g, '<ip>'),
	text => text.replace(/(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}(?![\w:])/gi, '<ip>'),
	// A status code is the event: `HTTP/1.1" 503`, `status=503`, `GET /cart 503`. Letters stand in for its digits until
	// the numbers are masked.
	text => text.replace(statusCode, (_all, before: string, code: string) => before + code.replace(/\d/g, keptDigit)),
	text => text.replace(/(["'])[^\s"']+\1/g, '$1*$1'),
	text => text.replace(/(?<=\/)[^/\s?"']*\d[^/\s?"']*/g, segment => (/^[\d.]+$/.test(segment) ? '#' : '*')),
	text => text.replace(/\b0x[0-9a-f]+\b/gi, '<hex>'),
	text => text.replace(/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,}\b/gi, '<hex>'),
	text => text.replace(/\b(?=\w*\d)(?=\w*[A-Za-z]\w*\d\w*[A-Za-z])\w{8,}\b/g, '<id>'),
	text => text.replace(/\d+(?:[.,]\d+)*/g, '#'),
	text => text.replace(/[\ue100-\ue109]/g, digit => String(digit.charCodeAt(0) - 0xe100)),
];

const statusCode =
	/((?:\bHTTP\/[\d.]+"? |\b(?:status|code|status_code|response_code)["']?[=:] ?"?|\b(?:GET|POST|PUT|PATCH|DELETE|HEAD) \S+ ))([1-5]\d\d)\b/g;

function keptDigit(digit: string): string {
	return String.fromCharCode(0xe100 + Number(digit));
}
