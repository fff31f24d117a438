import {describe, expect, test} from 'vitest';
import type {JudgeBlock, JudgeConfiguration, JudgeSettings} from '../../source/domain/settings/judge-settings.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {chosenSettings} from '../../source/judge/settings/chosen-settings.ts';

const places = ['all', 'context', 'namespace', 'namespaceOfContext', 'service', 'serviceOfContext'] as const;

describe('of the places in the configuration file', () => {
	test.each(places.map((place, at) => [place, at] as const))('%s overrules those before it', (place, at) => {
		const values = places.slice(0, at + 1).map((one, index) => [one, {'errors.marginRatio': (index + 1) / 1_000}]);
		const {settings, sources} = chosen(fileWith(Object.fromEntries(values)));
		expect(settings).toEqual({'errors.marginRatio': (at + 1) / 1_000});
		expect(sources).toEqual({'errors.marginRatio': place});
	});

	test('each setting is of the most specific one that names it', () => {
		const {settings, sources} = chosen(
			fileWith({
				all: {'errors.marginRatio': 0.001, 'errors.alpha': 0.004, 'slow.objectiveMs': 250},
				namespace: {'errors.marginRatio': 0.002, 'errors.objectiveRatio': 0.01},
				serviceOfContext: {'errors.objectiveRatio': 0.0005},
			}),
		);
		expect(settings).toEqual({
			'errors.marginRatio': 0.002,
			'errors.alpha': 0.004,
			'slow.objectiveMs': 250,
			'errors.objectiveRatio': 0.0005,
		});
		expect(sources).toEqual({
			'errors.marginRatio': 'namespace',
			'errors.alpha': 'all',
			'slow.objectiveMs': 'all',
			'errors.objectiveRatio': 'serviceOfContext',
		});
	});

	test('another namespace or service is left alone', () => {
		const {all} = fileWith({namespace: {'errors.alpha': 0.001}, service: {'errors.alpha': 0.002}});
		const file = {all, context: nothing, writtenAtMs: 0};
		expect(chosen(file, {namespace: 'web'}).settings).toEqual({});
		expect(chosen(file, {namespace: 'pay'}).settings).toEqual({'errors.alpha': 0.000_01});
		expect(chosen(file, {names: ['cart']}).settings).toEqual({'errors.alpha': 0.001});
	});

	test('a service is named by the release before it is named by a Service that leads to it', () => {
		const services = {
			'shop/web': {'errors.alpha': 0.002, 'slow.alpha': 0.001},
			'shop/web-apex': {'errors.alpha': 0.001},
		};
		const file = {all: {...nothing, services}, context: nothing, writtenAtMs: 0};
		expect(chosen(file, {names: ['web', 'web-apex']}).settings).toEqual({'errors.alpha': 0.002, 'slow.alpha': 0.001});
		expect(chosen(file, {names: ['other', 'web-apex']}).settings).toEqual({'errors.alpha': 0.001});
	});

	test('names that every object has are those of no namespace', () => {
		expect(chosen(fileWith({}), {namespace: 'constructor', names: ['toString']}).settings).toEqual({});
	});
});

describe('an annotation', () => {
	const annotations = {'perch.dev/judge-errors-objective-ratio': ident('0.001')};

	test('counts where the file is silent', () => {
		expect(chosen(null, {annotations})).toEqual({
			settings: {'errors.objectiveRatio': 0.001},
			sources: {'errors.objectiveRatio': 'annotation'},
			unfollowed: [],
		});
	});

	test.each(places)('is overruled by the file wherever it says so (%s), and that is told', place => {
		const {settings, sources, unfollowed} = chosen(fileWith({[place]: {'errors.objectiveRatio': 0.01}}), {annotations});
		expect(settings).toEqual({'errors.objectiveRatio': 0.01});
		expect(sources).toEqual({'errors.objectiveRatio': place});
		expect(unfollowed).toEqual([
			{
				name: 'perch.dev/judge-errors-objective-ratio',
				value: '0.001',
				because: {kind: 'overruled', by: place, value: 0.01},
			},
		]);
	});

	test('that says what the file says is not complained of', () => {
		expect(chosen(fileWith({all: {'errors.objectiveRatio': 0.001}}), {annotations}).unfollowed).toEqual([]);
	});
});

const nothing: JudgeBlock = {settings: {}, namespaces: {}, services: {}};

function fileWith(at: Readonly<Partial<Record<(typeof places)[number], JudgeSettings>>>): JudgeConfiguration {
	const block = (settings = {}, namespace: JudgeSettings = {}, service: JudgeSettings = {}): JudgeBlock => ({
		settings,
		namespaces: {shop: namespace, other: {'errors.alpha': 0.000_01}},
		services: {'shop/checkout': service, 'pay/checkout': {'errors.alpha': 0.000_01}},
	});
	return {
		all: block(at.all, at.namespace, at.service),
		context: block(at.context, at.namespaceOfContext, at.serviceOfContext),
		writtenAtMs: 0,
	};
}

function chosen(file: JudgeConfiguration | null, judged: Partial<Parameters<typeof chosenSettings>[1]> = {}) {
	return chosenSettings(file, {namespace: 'shop', names: ['checkout'], annotations: {}, ...judged});
}
