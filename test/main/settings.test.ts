import {resolve} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {PerchConfig} from '../../source/adapters/system/config-schema.ts';
import {ok} from '../../source/domain/result.ts';
import {parseArguments} from '../../source/main/command-line/arguments.ts';
import {decideSettings} from '../../source/main/configuration/settings.ts';

describe('kubectl reaches the same cluster', () => {
	test('by the context, even where it is the current one', () => {
		expect(settingsOf([]).kubectl).toEqual(['--context', 'prod eu1']);
	});

	test('by the kubeconfig of the flag too, wherever the command is pasted', () => {
		expect(settingsOf(['--kubeconfig', 'dev.yaml']).kubectl).toEqual([
			'--kubeconfig',
			resolve('dev.yaml'),
			'--context',
			'prod eu1',
		]);
	});

	test('in a pod by itself', () => {
		expect(settingsOf([], {isInCluster: true}).kubectl).toEqual([]);
	});
});

describe('the bell', () => {
	test.each([
		[[], {}, undefined],
		[['--bell'], {}, true],
		[[], {bell: true}, true],
		[['--bell'], {bell: false}, true],
		[[], {bell: false}, undefined],
	] as const)('with %j and %j in the file is %s', (argv, config, isOn) => {
		expect(settingsOf(argv, {config}).bell).toBe(isOn);
	});
});

test('what the file says of the judge comes with the time at which it was written', () => {
	expect(settingsOf([], {config: {judge: {errors: {alpha: 0.001}}}}).judge).toEqual({
		all: {settings: {'errors.alpha': 0.001}, namespaces: {}, services: {}},
		context: {settings: {}, namespaces: {}, services: {}},
		writtenAtMs: 0,
	});
	expect(settingsOf([])).not.toHaveProperty('judge');
});

test.each(['--markdown', '--last=2'])('%s is refused where nothing is audited', flag => {
	expect(parseArguments([flag], '0.0.0')).toEqual({
		kind: 'wrong',
		message: '--markdown and --last are for perch audit.',
	});
});

function settingsOf(
	argv: readonly string[],
	{isInCluster = false, config = {}}: {readonly isInCluster?: boolean; readonly config?: PerchConfig} = {},
): ReturnType<typeof decideSettings>['settings'] {
	const parsed = parseArguments(argv, '0.0.0');
	if (parsed.kind === 'wrong') throw new Error(parsed.message);
	return decideSettings({
		args: parsed.arguments,
		config: ok({kind: 'loaded', path: 'config.yaml', config, writtenAtMs: 0}),
		contextName: 'prod eu1',
		contextNamespace: 'default',
		isInCluster,
		version: '0.0.0',
	}).settings;
}
