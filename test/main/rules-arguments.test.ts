import {expect, test} from 'vitest';
import {parseArguments} from '../../source/main/command-line/arguments.ts';

test.each([
	[['rules'], {windowSeconds: 60, labels: [], form: 'yaml'}],
	[
		['rules', '-o', 'prometheusrule', '--window', '2m', '--by', 'region,zone'],
		{windowSeconds: 120, labels: ['region', 'zone'], form: 'prometheusrule'},
	],
])('%j asks for rules', (argv, rules) => {
	expect(parseArguments(argv, '1')).toMatchObject({kind: 'run', arguments: {command: 'rules', rules}});
});

test('--mesh names whose rules are wanted', () => {
	expect(parseArguments(['rules', '--mesh', 'istio,linkerd'], '1')).toMatchObject({
		arguments: {meshes: ['istio', 'linkerd']},
	});
});

test.each([
	[['rules', '-o', 'json'], 'There is no form "json" of rules: choose from yaml, prometheusrule.'],
	[
		['rules', '--window', '3s'],
		'--window takes the time of the rates, 4s or more: --window 1m for samples every 15 s.',
	],
	[
		['rules', '--window', 'long'],
		'--window takes the time of the rates, 4s or more: --window 1m for samples every 15 s.',
	],
	[['rules', '--by', 'a-b'], '--by takes names of labels: "a-b" is none.'],
	[['-o', 'yaml'], '-o, --window and --by are for perch rules.'],
	[['backtest', 'a/b', '--by', 'x'], '-o, --window and --by are for perch rules.'],
	[
		['rules', '--mesh', 'nosuch'],
		expect.stringMatching(/^There is no mesh "nosuch" that perch reads: choose from istio, linkerd, /),
	],
])('%j is refused with what the flag takes', (argv, message) => {
	expect(parseArguments(argv, '1')).toEqual({kind: 'wrong', message});
});
