import {execFile} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {readSequences} from '../../tools/judge/read-sequences.ts';
import {expectLike, readVectors} from './vectors.ts';

const root = join(import.meta.dirname, '../..');
const columns = ['endMs', 'seconds', 'kc', 'nc', 'ks', 'ns', 'phi', 'restart', 'warm'];

interface Recorded {
	readonly signal: string;
	readonly options: Readonly<Record<string, unknown>>;
	readonly intervals: readonly (readonly unknown[])[];
}

interface Answer {
	readonly name: string;
	readonly timeline?: readonly Readonly<Record<string, unknown>>[];
	readonly error?: string;
}

const vectors = readVectors<Recorded, unknown>('verdict');
// One in which canaries restart and warm up, and one with a past and an objective.
const [ramp, bothBad] = [vectorOf('ramp'), vectorOf('bothBad')];
/** A few rows, for what does not depend on them. */
const few = {name: 'few', signal: 'errors', intervals: bothBad.input.intervals.slice(0, 8)};

let folder = '';
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'perch-judge-'));
});
afterAll(() => rmSync(folder, {recursive: true}));

async function judge(content: unknown) {
	return run([fileOf(content)]);
}

function fileOf(content: unknown): string {
	const path = join(folder, 'sequences.json');
	writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
	return path;
}

/** Without npm, which takes longer to start than the judge to answer. */
async function run(more: readonly string[], command = [process.execPath, 'tools/judge.ts']) {
	const [file = '', ...first] = command;
	try {
		const {stdout, stderr} = await promisify(execFile)(file, [...first, ...more], {cwd: root});
		return {code: 0, stdout, stderr};
	} catch (error) {
		return error as {readonly code: number; readonly stdout: string; readonly stderr: string};
	}
}

async function answersTo(content: unknown): Promise<readonly Answer[]> {
	const {code, stdout, stderr} = await judge(content);
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	return JSON.parse(stdout);
}

describe('npm run judge', () => {
	test('prints the timeline of each sequence by its name, in the words of the vectors', async () => {
		const answers = await answersTo({
			columns,
			sequences: [
				{name: 'checkout at noon', ...ramp.input},
				{name: 'cart', ...bothBad.input},
				{name: 'nothing yet', signal: 'slow', options: {}, intervals: []},
			],
		});
		expect(answers.map(({name}) => name)).toEqual(['checkout at noon', 'cart', 'nothing yet']);
		expectLike(answers[0]?.timeline, ramp.output);
		expectLike(answers[1]?.timeline, bothBad.output);
		expect(answers[2]?.timeline).toEqual([]);
	});

	test('is a script of the package', async () => {
		const path = fileOf({columns, sequences: [few]});
		const byNpm = await run([path], ['npm', 'run', '--silent', 'judge', '--']);
		expect(byNpm).toEqual(await run([path]));
		expect(byNpm).toMatchObject({code: 0, stderr: ''});
	});

	test('reads columns in any order, and knows what is meant where some are missing', async () => {
		const order = ['ns', 'kc', 'ks', 'endMs', 'nc'];
		const picked = few.intervals.map(row => order.map(name => row[columns.indexOf(name)]));
		const unknown = few.intervals.map(row => row.with(columns.indexOf('phi'), 1.5));
		const [short] = await answersTo({columns: order, sequences: [{...few, intervals: picked}]});
		const [long] = await answersTo({sequences: [{...few, options: {past: null}, intervals: unknown}]});
		expect(short?.timeline?.length).toBeGreaterThan(1);
		expect(short).toEqual(long);
	});

	test('takes NaN for a count that could not be read', async () => {
		const broken = few.intervals.map((row, index) => (index === 2 ? row.with(2, null) : row));
		const [withNull] = await answersTo({columns, sequences: [{...few, intervals: broken}]});
		const text = JSON.stringify({columns, sequences: [{...few, intervals: broken}]});
		expect(await answersTo(text.replace(',null,', ', NaN,'))).toEqual([withNull]);
		expect(await answersTo(text.replace(',null,', ',"NaN",'))).toEqual([withNull]);
	});

	test('judges the others where one sequence is wrong, says what to change, and exits 1', async () => {
		const row = few.intervals[0] ?? [];
		const wrong: readonly (readonly [sequence: object, fault: RegExp])[] = [
			[{...few, signal: 'latency'}, /signal: "latency" is not a signal; write errors, slow, verySlow, shape/],
			[{...few, signal: undefined}, /signal/],
			[{name: 'x', signal: 'errors'}, /intervals/],
			[{...few, intervals: [row.slice(1)]}, /row 1: 8 values, but there are 9 columns/],
			[{...few, intervals: [row, row]}, /row 2: endMs is not after the row before/],
			[{...few, intervals: [row.with(0, 'noon')]}, /row 1: endMs is "noon"; write milliseconds/],
			[{...few, intervals: [row.with(3, 'many')]}, /row 1: nc is "many"; write a number, or null/],
			[{...few, intervals: [row.with(6, 'much')]}, /row 1: phi is "much"/],
			[{...few, intervals: [row.with(7, 'yes')]}, /row 1: restart is "yes"; write true or false/],
			[{...few, intervals: [row.with(1, -15)]}, /row 1: seconds is -15/],
			[{...few, intervals: [row.with(1, null)]}, /row 1: nothing tells how long it lasts; add the column seconds/],
			[{...few, options: {slo: 99}}, /options\.slo/],
			[{...few, options: {past: {k: 1}}}, /options\.past\.n/],
		];
		const {code, stdout, stderr} = await judge({columns, sequences: [...wrong.map(([sequence]) => sequence), few]});
		expect(code).toBe(1);
		const answers: readonly Answer[] = JSON.parse(stdout);
		for (const [index, [, fault]] of wrong.entries()) {
			expect(answers[index]?.error).toMatch(fault);
			expect(stderr).toMatch(fault);
		}
		expect(answers.at(-1)?.timeline?.length).toBeGreaterThan(1);
	});

	test('says of columns that it has no use for that it leaves them out', async () => {
		const intervals = few.intervals.map(row => [...row, 'a note']);
		const {code, stdout, stderr} = await judge({columns: [...columns, 'note'], sequences: [{...few, intervals}]});
		expect(code).toBe(0);
		expect(stderr).toMatch(/columns note/);
		expect(JSON.parse(stdout)).toEqual(await answersTo({columns, sequences: [few]}));
	});

	test.each([
		['is not JSON', 'rows', /^not JSON: .*; a file is \{"columns"/],
		['is empty', '', /^not JSON/],
		['is no object', '[]', /^sequences: .*; a file is/],
		['has no sequences', '{"columns": ["endMs"]}', /^sequences: .*; a file is/],
		['lacks a column', '{"columns": ["endMs", "kc", "nc"], "sequences": []}', /^columns: add ks, ns; there are endMs/],
		['names a column twice', '{"columns": ["endMs", "kc", "nc", "ks", "ns", "kc"], "sequences": []}', /each one once/],
	])('says what to change in a file that %s', (_what, text, fault) => {
		expect(readSequences(text)).toEqual({ok: false, error: expect.stringMatching(fault)});
	});

	test('exits 1 and prints no timeline of a file that it cannot read', async () => {
		const {code, stdout, stderr} = await judge('rows\nand rows');
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toMatch(/^judge: .*sequences\.json: not JSON: .*\n$/);
	});

	test('says what to give where there is no file', async () => {
		const missing = await run([join(folder, 'nowhere.json')]);
		expect({code: missing.code, stdout: missing.stdout}).toEqual({code: 1, stdout: ''});
		expect(missing.stderr).toMatch(/cannot read .*nowhere\.json: .*; give the path of a file/);
		expect((await run([])).stderr).toMatch(/give the path of one file: npm run judge -- FILE/);
	});
});

function vectorOf(kind: string) {
	const found = vectors.find(
		({input}) => 'kind' in input && input.kind === kind && input.options.incomparable === null,
	);
	if (found === undefined) throw new Error(`no vector of the kind ${kind}`);
	return found;
}
