import {err, ok, type Result} from '../../source/domain/result.ts';
import {type EvidenceRow, unknownPhi} from '../../source/judge/counts/evidence-row.ts';

/** The columns of an interval: k failures of n requests, c canary, s stable. */
export const allColumns = ['endMs', 'seconds', 'kc', 'nc', 'ks', 'ns', 'phi', 'restart', 'warm'] as const;
type Column = (typeof allColumns)[number];
/** Nothing can stand in for these. */
const needed = ['endMs', 'kc', 'nc', 'ks', 'ns'] as const satisfies readonly Column[];

export interface Columns {
	readonly count: number;
	readonly indexOf: ReadonlyMap<string, number>;
	/** Names that mean nothing here; what stands in them is left out. */
	readonly unknown: readonly string[];
}

/** Columns in any order. Without `seconds` a row lasts since the one before, without `phi` it is 1.5, and without
 * `restart` and `warm` nothing restarts or warms up. */
export function columnsOf(names: readonly string[]): Result<Columns, string> {
	const indexOf = new Map(names.map((name, index) => [name, index] as const));
	const missing = needed.filter(name => !indexOf.has(name));
	if (missing.length > 0) return err(`columns: add ${missing.join(', ')}; there are ${names.join(', ') || 'none'}`);
	if (indexOf.size < names.length) return err(`columns: name each one once; there are ${names.join(', ')}`);
	const known = new Set<string>(allColumns);
	return ok({count: names.length, indexOf, unknown: names.filter(name => !known.has(name))});
}

/** The rows of a sequence, oldest first. An error names the row, counted from 1. */
export function rowsOf(
	intervals: readonly (readonly unknown[])[],
	columns: Columns,
): Result<readonly EvidenceRow[], string> {
	const rows: EvidenceRow[] = [];
	for (const [index, cells] of intervals.entries()) {
		const row = rowOf(cells, {index, intervals, columns});
		if (!row.ok) return err(`intervals, row ${index + 1}: ${row.error}`);
		rows.push(row.value);
	}
	return ok(rows);
}

interface Place {
	readonly index: number;
	readonly intervals: readonly (readonly unknown[])[];
	readonly columns: Columns;
}

function rowOf(cells: readonly unknown[], {index, intervals, columns}: Place): Result<EvidenceRow, string> {
	if (cells.length !== columns.count) return err(`${cells.length} values, but there are ${columns.count} columns`);
	const cell = (name: Column) => cells[columns.indexOf.get(name) ?? -1] ?? null;
	const endOf = (row: number) => intervals[row]?.[columns.indexOf.get('endMs') ?? -1];
	const endMs = cell('endMs');
	const before = endOf(index - 1);
	if (typeof endMs !== 'number') return err(`endMs is ${JSON.stringify(endMs)}; write milliseconds`);
	if (typeof before === 'number' && before >= endMs)
		return err('endMs is not after the row before; put rows in order of time');
	const seconds = cell('seconds') ?? secondsBetween(before, endMs) ?? secondsBetween(endMs, endOf(index + 1));
	if (seconds === null) return err('nothing tells how long it lasts; add the column seconds');
	if (typeof seconds !== 'number' || seconds < 0)
		return err(`seconds is ${JSON.stringify(seconds)}; write how long it lasts`);
	const phi = cell('phi') ?? unknownPhi;
	if (typeof phi !== 'number')
		return err(`phi is ${JSON.stringify(phi)}; write a number, or null where it is not known`);
	const wrongCount = (['kc', 'nc', 'ks', 'ns'] as const).find(name => !isCount(cell(name)));
	if (wrongCount)
		return err(
			`${wrongCount} is ${JSON.stringify(cell(wrongCount))}; write a number, or null where it could not be read`,
		);
	const wrongMark = (['restart', 'warm'] as const).find(name => markOf(cell(name)) === null);
	if (wrongMark) return err(`${wrongMark} is ${JSON.stringify(cell(wrongMark))}; write true or false`);
	return ok({
		endMs,
		seconds,
		canaryFailures: countOf(cell('kc')),
		canaryRequests: countOf(cell('nc')),
		stableFailures: countOf(cell('ks')),
		stableRequests: countOf(cell('ns')),
		phi,
		isRestart: markOf(cell('restart')) ?? false,
		isWarm: markOf(cell('warm')) ?? false,
	});
}

function secondsBetween(fromMs: unknown, toMs: unknown): number | null {
	return typeof fromMs === 'number' && typeof toMs === 'number' ? (toMs - fromMs) / 1000 : null;
}

// Prometheus writes an unreadable count as the text NaN.
function isCount(cell: unknown): boolean {
	return cell === null || cell === 'NaN' || typeof cell === 'number';
}

function countOf(cell: unknown): number | null {
	return typeof cell === 'number' ? cell : null;
}

function markOf(cell: unknown): boolean | null {
	if (cell === null || cell === false || cell === 0) return false;
	return cell === true || cell === 1 ? true : null;
}
