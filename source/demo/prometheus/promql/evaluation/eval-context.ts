import type {VectorSelector} from '../ast.ts';
import {PromqlError} from '../promql-error.ts';
import type {Semantics} from '../semantics.ts';
import type {Series, SeriesSource} from '../series-source.ts';

/** The state that one query, instant or range, shares between its points in time. */
export interface EvalContext {
	readonly startMs: number;
	readonly endMs: number;
	/** The maximal age of an instant selector's sample. */
	readonly lookbackMs: number;
	/** The step of a subquery without its own: the global evaluation interval. */
	readonly evaluationIntervalMs: number;
	readonly semantics: Semantics;
	/** The series of a selector; looked up once per query. */
	seriesOf(selector: VectorSelector): readonly Series[];
	/** Results of one expression that do not change within the query, by expression. */
	memo<Key extends object, Result>(key: Key, create: () => Result): Result;
	/** Throws a PromqlError of type timeout when the query has run for too long. */
	checkDeadline(): void;
}

export interface EvalSettings {
	readonly source: SeriesSource;
	readonly semantics: Semantics;
	readonly startMs: number;
	readonly endMs: number;
	readonly lookbackMs?: number;
	readonly evaluationIntervalMs?: number;
	/** True when the query's time is up. */
	readonly isOverdue?: () => boolean;
}

export const createEvalContext = ({source, isOverdue, ...settings}: EvalSettings): EvalContext => {
	const results = new Map<object, unknown>();
	const memo = <Key extends object, Result>(key: Key, create: () => Result): Result => {
		if (!results.has(key)) results.set(key, create());
		return results.get(key) as Result;
	};
	return {
		lookbackMs: 300_000,
		evaluationIntervalMs: 60_000,
		...settings,
		memo,
		seriesOf: selector => memo(selector.matchers, () => source.select(selector.matchers)),
		checkDeadline: () => {
			if (isOverdue?.()) throw new PromqlError('timeout', 'query timed out in expression evaluation');
		},
	};
};
