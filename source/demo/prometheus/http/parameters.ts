import {parseDurationMs} from '../promql/parsing/parse-literal.ts';
import {PromqlError} from '../promql/promql-error.ts';

/** The parameters of a request, from the URL and from a form. Readers throw `bad_data` in Prometheus' words. */
export interface Parameters {
	text(name: string): string;
	all(name: string): readonly string[];
	/** Unix seconds or RFC 3339, in milliseconds; `fallbackMs` when absent. */
	timeMs(name: string, fallbackMs?: number): number;
	/** Seconds or a duration, in milliseconds; undefined when absent. */
	durationMs(name: string): number | undefined;
	/** A count; undefined for 0 or when absent. */
	limit(): number | undefined;
}

export const readParameters = (params: URLSearchParams): Parameters => ({
	text: name => params.get(name) ?? '',
	all: name => params.getAll(name),
	timeMs: (name, fallbackMs) => {
		const text = params.get(name) ?? '';
		if (text === '' && fallbackMs !== undefined) return fallbackMs;
		return parseTimeMs(text) ?? refuse(name, `cannot parse ${JSON.stringify(text)} to a valid timestamp`);
	},
	durationMs: name => {
		const text = params.get(name);
		if (text === null || text === '') return undefined;
		if (isNumber(text)) return Number(text) * 1000;
		if (/^(\d+(ms|[ywdhms]))+$/.test(text)) return parseDurationMs(text);
		return refuse(name, `cannot parse ${JSON.stringify(text)} to a valid duration`);
	},
	limit: () => {
		const text = params.get('limit') ?? '0';
		if (!/^\d+$/.test(text)) return refuse('limit', `cannot parse ${JSON.stringify(text)} to a valid limit`);
		return Number(text) === 0 ? undefined : Number(text);
	},
});

export const refuse = (name: string, why: string): never => {
	throw new PromqlError('bad_data', `invalid parameter ${JSON.stringify(name)}: ${why}`);
};

const parseTimeMs = (text: string): number | undefined => {
	if (isNumber(text)) return Math.round(Number(text) * 1000);
	const isRfc3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[-+]\d\d:\d\d)$/.test(text);
	return isRfc3339 ? Date.parse(text) : undefined;
};

const isNumber = (text: string): boolean => /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text);
