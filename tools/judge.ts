import {readFileSync} from 'node:fs';
import {nameOf, readSequence, readSequences} from './judge/read-sequences.ts';
import {timelineOf} from './judge/timeline.ts';

// `npm run judge -- FILE`: prints what the judge says of each sequence in a file, as a JSON array with one line for each:
// its name, and its timeline or what is wrong with it. Exits 1 where anything could not be judged.
const [path, ...more] = process.argv.slice(2);
if (path === undefined || more.length > 0) fail('give the path of one file: npm run judge -- FILE');

const file = readSequences(textOf(path));
if (!file.ok) fail(`${path}: ${file.error}`);
const {columns, sequences} = file.value;
if (columns.unknown.length > 0)
	say(`left out, as the judge has no use for them: columns ${columns.unknown.join(', ')}`);

const answers = sequences.map((found, index) => {
	const sequence = readSequence(found, columns);
	const name = nameOf(found) ?? `sequence ${index + 1}`;
	if (sequence.ok) return {name, timeline: timelineOf(sequence.value.rows, sequence.value.rules)};
	say(`${name}: ${sequence.error}`);
	process.exitCode = 1;
	return {name, error: sequence.error};
});
process.stdout.write(`[${answers.map(answer => `\n${JSON.stringify(answer)}`).join(',')}\n]\n`);

function textOf(filePath: string): string {
	try {
		return readFileSync(filePath, 'utf8');
	} catch (error) {
		return fail(`cannot read ${filePath}: ${error instanceof Error ? error.message : error}; give the path of a file`);
	}
}

function fail(message: string): never {
	say(message);
	process.exit(1);
}

function say(message: string): void {
	process.stderr.write(`judge: ${message}\n`);
}
