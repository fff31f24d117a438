import * as v from 'valibot';
import {err, ok, type Result} from '../../source/domain/result.ts';
import {type EvidenceRow, unknownPhi} from '../../source/judge/counts/evidence-row.ts';
import type {JudgeRules} from '../../source/judge/judge-rules.ts';
import {defaultParameters, signals} from '../../source/judge/signal-parameters.ts';
import {allColumns, type Columns, columnsOf, rowsOf} from './read-rows.ts';

/** A file of sequences, of which none was read yet. */
export interface Sequences {
	readonly columns: Columns;
	readonly sequences: readonly unknown[];
}

export interface Sequence {
	readonly rows: readonly EvidenceRow[];
	readonly rules: JudgeRules;
}

const shape = 'a file is {"columns": […], "sequences": [{"name", "signal", "options", "intervals"}]}';

const fileSchema = v.object({
	columns: v.optional(v.array(v.string()), [...allColumns]),
	sequences: v.array(v.unknown()),
});

const ratio = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.minValue(0));
const optionsSchema = v.object({
	past: v.nullish(v.object({k: count, n: count, phi: v.nullish(v.number())})),
	slo: v.nullish(ratio),
	incomparable: v.nullish(v.string()),
	extraRelative: v.nullish(count),
});
const sequenceSchema = v.object({
	signal: v.picklist(signals, ({received}) => `${received} is not a signal; write ${signals.join(', ')}`),
	options: v.nullish(optionsSchema),
	intervals: v.array(v.array(v.unknown())),
});

/** Reads a file's text. An error says what is wrong and what to change. */
export function readSequences(text: string): Result<Sequences, string> {
	const json = parseJson(text);
	if (!json.ok) return json;
	const file = v.safeParse(fileSchema, json.value);
	if (!file.success) return err(`${issueText(file.issues[0])}; ${shape}`);
	const columns = columnsOf(file.output.columns);
	return columns.ok ? ok({columns: columns.value, sequences: file.output.sequences}) : columns;
}

/** Reads one of its sequences. What the options leave out is not known. */
export function readSequence(found: unknown, columns: Columns): Result<Sequence, string> {
	const sequence = v.safeParse(sequenceSchema, found);
	if (!sequence.success) return err(issueText(sequence.issues[0]));
	const {signal, options, intervals} = sequence.output;
	const rows = rowsOf(intervals, columns);
	if (!rows.ok) return rows;
	const past = options?.past;
	return ok({
		rows: rows.value,
		rules: {
			signal,
			parameters: defaultParameters[signal],
			extraRelativeMargin: options?.extraRelative ?? 0,
			past: past ? {failures: past.k, requests: past.n, phi: past.phi ?? unknownPhi} : null,
			objectiveRatio: options?.slo ?? null,
			incomparable: options?.incomparable ?? null,
		},
	});
}

export function nameOf(found: unknown): string | null {
	const named = v.safeParse(v.object({name: v.string()}), found);
	return named.success ? named.output.name : null;
}

/** NaN is not JSON, but what Python writes for a count that it could not read. */
function parseJson(text: string): Result<unknown, string> {
	try {
		return ok(JSON.parse(text));
	} catch (error) {
		const withoutNaN = text.replaceAll(/(?<=[[,:\s])NaN(?=[\],\s}])/g, 'null');
		if (withoutNaN !== text) return parseJson(withoutNaN);
		// What the error quotes of the text may have several lines.
		return err(`not JSON: ${String(error).replaceAll(/\s+/g, ' ')}; ${shape}`);
	}
}

function issueText(issue: v.BaseIssue<unknown>): string {
	const path = v.getDotPath(issue);
	return path === null ? issue.message : `${path}: ${issue.message}`;
}
