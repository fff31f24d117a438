import {execFileSync} from 'node:child_process';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {asciiJson, shellCommand} from '../../source/domain/text/shell-command.ts';

/** The words as a POSIX shell hands them to a program. */
function wordsOf(command: string): readonly string[] {
	const script = `for word in ${command}; do printf '%s\\n' "$word" | od -An -v -tx1 | tr -d ' \\n'; echo; done`;
	const lines = execFileSync('/bin/sh', ['-c', script], {encoding: 'utf8'}).split('\n').slice(0, -1);
	return lines.map(hex => Buffer.from(hex, 'hex').toString('utf8').slice(0, -1));
}

const visible = fc.string({unit: fc.constantFrom(...'ab \'"$`\\!*?[]{}()<>|&;#~=%^-,.:/@+_0Zé生😀'), maxLength: 20});

describe('a command', () => {
	test('gives the shell exactly its words back', () => {
		fc.assert(
			fc.property(fc.array(visible, {minLength: 1, maxLength: 6}), words => {
				const command = shellCommand(words);
				expect(command.ok && wordsOf(command.value)).toEqual(words);
			}),
			{numRuns: 60},
		);
	});

	test('quotes no word that is the same without', () => {
		expect(shellCommand(['kubectl', '--context', 'prod-eu1', '--type=json', 'a b', ''])).toMatchObject({
			value: "kubectl --context prod-eu1 --type=json 'a b' ''",
		});
	});

	test.each(['a\u001b[2J', 'line\nline', 'right\u202eleft', 'no\u200bwidth', '\u0000'])(
		'is refused with a word that nobody sees whole: %j',
		word => {
			expect(shellCommand(['kubectl', word]).ok).toBe(false);
		},
	);

	test('is not cut, however long it is', () => {
		const long = 'x'.repeat(200_000);
		expect(shellCommand([long])).toEqual({ok: true, value: long});
	});
});

test('JSON is ASCII and reads back as the same value', () => {
	fc.assert(
		fc.property(fc.jsonValue(), value => {
			const text = asciiJson(value);
			expect(text).toMatch(/^[ -~]*$/);
			expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
		}),
	);
});
