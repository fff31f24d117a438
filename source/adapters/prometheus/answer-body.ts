import {STATUS_CODES} from 'node:http';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {MetricsFailure, metricsError} from './failures.ts';
import {checkQueryData} from './query-data.ts';

export interface RawAnswer {
	readonly status: number;
	readonly contentType: string;
	readonly text: string;
	/** Masks the credentials of the request, should the server repeat them. */
	readonly redact: (text: string) => SafeText;
}

export interface AnswerBody {
	readonly data: unknown;
	readonly warnings: readonly SafeText[];
}

const wordsShown = 300;

/** The body of a 2xx answer; throws a MetricsFailure for every other answer. */
export function readBody(answer: RawAnswer): AnswerBody {
	const {status, redact} = answer;
	refuseByStatus(status);
	const body = parseObject(answer.text);
	if (!body || (body.status !== 'success' && body.status !== 'error')) throw noPrometheus(answer);
	if (body.status === 'error' || status >= 300) {
		throw queryFailure(status, String(body.errorType ?? ''), redact(String(body.error ?? '').slice(0, wordsShown)));
	}
	const warnings = (Array.isArray(body.warnings) ? body.warnings : []).map(String).filter(warning => !isNote(warning));
	const partial = body.isPartial === true ? [safe`a part of the servers did not answer`] : [];
	return {
		data: checkQueryData(body.data),
		warnings: [...warnings.map(warning => redact(warning.slice(0, wordsShown))), ...partial],
	};
}

/** Whether a warning only remarks on how the query is written. Prometheus calls these infos; a server in
 * front of several Prometheus passes them on as warnings. */
function isNote(warning: string): boolean {
	return warning.trimStart().startsWith('PromQL info:');
}

/** Refuses by the status alone: the bodies of these answers are often pages of a proxy. */
function refuseByStatus(status: number): void {
	if (status >= 300 && status < 400) {
		throw new MetricsFailure(
			metricsError('malformed', safe`redirects to another address (${status}): refused`, status),
		);
	}
	if (status === 401)
		throw new MetricsFailure(metricsError('unauthorized', safe`the credentials are refused (401)`, status));
	if (status === 403)
		throw new MetricsFailure(metricsError('forbidden', safe`these credentials may not query (403)`, status));
}

function noPrometheus({status, contentType}: RawAnswer): MetricsFailure {
	const type = ident(/^[\w.+-]+\/[\w.+-]+/.exec(contentType)?.[0] ?? 'no type');
	const words = `${status} ${STATUS_CODES[status] ?? ''}`.trim();
	const message = safe`${ident(words)} with a page that is no Prometheus answer (${type})`;
	return new MetricsFailure(
		metricsError(status >= 500 || status === 429 ? 'unavailable' : 'malformed', message, status),
	);
}

function queryFailure(status: number, errorType: string, words: SafeText): MetricsFailure {
	// Prometheus 3 reports an execution error when the time ran out while it read series.
	if (errorType === 'timeout' || (status === 422 && /deadline exceeded|timed out/i.test(words))) {
		return new MetricsFailure(metricsError('timeout', safe`the query took too long (${status}): ${words}`, status));
	}
	if (status === 422) {
		const isTooMuch = /too many|too large|more than|limit|exceed/i.test(words);
		const message = safe`the query cannot be executed (422): ${words}`;
		return new MetricsFailure(metricsError(isTooMuch ? 'tooMuch' : 'badQuery', message, status));
	}
	if (status === 400 || errorType === 'bad_data') {
		return new MetricsFailure(metricsError('badQuery', safe`the query is refused (${status}): ${words}`, status));
	}
	return new MetricsFailure(metricsError('unavailable', safe`cannot answer (${status}): ${words}`, status));
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
	try {
		const body: unknown = JSON.parse(text);
		return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : null;
	} catch {
		return null;
	}
}
