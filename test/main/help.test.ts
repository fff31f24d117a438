import {afterEach, expect, test, vi} from 'vitest';
import {parseArguments} from '../../source/main/command-line/arguments.ts';

afterEach(() => vi.restoreAllMocks());

class Ended extends Error {}

/** What is printed before the process would end. */
function printedBy(argv: readonly string[]): string {
	const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
	vi.spyOn(process, 'exit').mockImplementation(() => {
		throw new Ended();
	});
	try {
		parseArguments(argv, '7.8.9');
	} catch (error) {
		if (!(error instanceof Ended)) throw error;
	}
	return printed.mock.calls.flat().join('\n');
}

test.each([[['--help']], [['demo', '--help']], [['rules', '--mesh', 'istio', '--help']]])(
	'%j prints the help and does nothing else',
	argv => {
		expect(printedBy(argv)).toContain('perch rules');
	},
);

test('--version beside a command prints the version', () => {
	expect(printedBy(['demo', '--version'])).toBe('7.8.9');
});
