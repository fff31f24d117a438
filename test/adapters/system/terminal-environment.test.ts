import {describe, expect, test} from 'vitest';
import {type TerminalFacts, terminalEnvironment} from '../../../source/adapters/system/terminal-environment.ts';

const atTerminal: TerminalFacts = {
	env: {TERM: 'xterm-256color', LANG: 'en_GB.UTF-8'},
	isStdinTty: true,
	isStdoutTty: true,
	colourFlag: 'auto',
	isAsciiAsked: false,
};

test('a person at an ordinary terminal gets the whole screen', () => {
	expect(terminalEnvironment(atTerminal)).toEqual({
		hasUtf8: true,
		colour: '256',
		isDumb: false,
		isCi: false,
		isRead: false,
		isInteractive: true,
	});
});

describe('UTF-8', () => {
	test.each([
		[{LANG: 'C.UTF-8'}, true],
		[{LANG: 'de_DE.utf8'}, true],
		[{LC_ALL: 'C', LANG: 'en_GB.UTF-8'}, false],
		[{LC_ALL: 'C', LC_CTYPE: 'en_GB.UTF-8', LANG: 'en_GB.UTF-8'}, false],
		[{LC_CTYPE: 'en_GB.UTF-8', LANG: 'C'}, true],
		[{LC_CTYPE: 'POSIX', LANG: 'en_GB.UTF-8'}, false],
		[{LC_ALL: '', LC_CTYPE: '', LANG: 'en_GB.UTF-8'}, true],
		[{LANG: 'en_GB.ISO-8859-1'}, false],
		[{}, false],
	])('%j: %s', (env, expected) => {
		expect(terminalEnvironment({...atTerminal, env}).hasUtf8).toBe(expected);
	});
	test('--ascii takes precedence over the locale', () => {
		expect(terminalEnvironment({...atTerminal, isAsciiAsked: true}).hasUtf8).toBe(false);
	});
});

describe('colour', () => {
	test.each([
		['auto', {}, true, '16'],
		['auto', {NO_COLOR: '1'}, true, 'none'],
		['auto', {NO_COLOR: '0'}, true, 'none'],
		['auto', {NO_COLOR: ''}, true, '16'],
		['auto', {TERM: 'dumb'}, true, 'none'],
		['auto', {}, false, 'none'],
		['auto', {TERM: 'xterm-256color'}, true, '256'],
		['auto', {TERM: 'tmux-256color', COLORTERM: 'truecolor'}, true, 'truecolour'],
		['auto', {TERM: 'xterm', COLORTERM: '24bit'}, true, 'truecolour'],
		['auto', {TERM: 'linux', COLORTERM: ''}, true, '16'],
		['auto', {NO_COLOR: '1', COLORTERM: 'truecolor'}, true, 'none'],
		['always', {NO_COLOR: '1'}, false, '16'],
		['always', {TERM: 'xterm-256color'}, false, '256'],
		['never', {}, true, 'none'],
	] as const)('--color %s with %j, terminal %s: %s', (colourFlag, env, isStdoutTty, expected) => {
		expect(terminalEnvironment({...atTerminal, colourFlag, env, isStdoutTty}).colour).toBe(expected);
	});
});

describe('perch shows no screen', () => {
	test.each([
		['a dumb terminal', {env: {TERM: 'dumb'}}],
		['CI', {env: {CI: 'true'}}],
		['output into a pipe', {isStdoutTty: false}],
		['input from a pipe', {isStdinTty: false}],
	])('for %s', (_name, facts) => {
		expect(terminalEnvironment({...atTerminal, ...facts}).isInteractive).toBe(false);
	});
	test.each(['', '0', 'false'])('but CI=%j does not count as CI', CI => {
		expect(terminalEnvironment({...atTerminal, env: {CI}})).toMatchObject({isCi: false, isInteractive: true});
	});
});
