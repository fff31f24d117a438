import {describe, expect, test} from 'vitest';
import {judgeSettingNames} from '../../source/domain/settings/judge-settings.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {annotatedSettings, annotationOf} from '../../source/judge/settings/annotated-settings.ts';

const read = (name: string, value: string) => annotatedSettings({[`perch.dev/judge-${name}`]: ident(value)});

test('every setting has an annotation of its own', () => {
	expect(annotationOf('verySlow.relativeMargin')).toBe('perch.dev/judge-very-slow-relative-margin');
	expect(new Set(judgeSettingNames.map(annotationOf)).size).toBe(14);
});

test.each([
	['errors-objective-ratio', '0.001', {'errors.objectiveRatio': 0.001}],
	['errors-objective-ratio', ' 1e-3 ', {'errors.objectiveRatio': 0.001}],
	['slow-objective-ms', '300', {'slow.objectiveMs': 300}],
	['errors-margin-ratio', '0.0005', {'errors.marginRatio': 0.0005}],
	['errors-margin-ratio', '0', {'errors.marginRatio': 0}],
	['very-slow-relative-margin', '.15', {'verySlow.relativeMargin': 0.15}],
	['histogram-margin-ratio', '0.01', {'histogram.marginRatio': 0.01}],
])('%s of "%s" counts', (name, value, settings) => {
	expect(read(name, value)).toEqual({settings, unfollowed: []});
});

test.each([
	['errors-objective-ratio', '0.1%', {kind: 'outside', range: {least: 0.000_001, most: 0.5}}],
	['errors-objective-ratio', '', {kind: 'outside', range: {least: 0.000_001, most: 0.5}}],
	['errors-objective-ratio', '0', {kind: 'outside', range: {least: 0.000_001, most: 0.5}}],
	['errors-objective-ratio', '99.9', {kind: 'outside', range: {least: 0.000_001, most: 0.5}}],
	['slow-objective-ms', '300ms', {kind: 'outside', range: {least: 1, most: 600_000}}],
	['slow-objective-ms', '0x10', {kind: 'outside', range: {least: 1, most: 600_000}}],
	['errors-margin-ratio', '-0.1', {kind: 'outside', range: {least: 0, most: 0.0005}}],
	['errors-margin-ratio', '5', {kind: 'outside', range: {least: 0, most: 0.0005}}],
	['errors-margin-ratio', '0.0006', {kind: 'weaker', most: 0.0005}],
	['slow-relative-margin', '0.3', {kind: 'weaker', most: 0.2}],
	['errors-alpha', '0.001', {kind: 'notItsOwn'}],
	['errors-objective', '0.001', {kind: 'unknown'}],
	['', '1', {kind: 'unknown'}],
])('%s of "%s" does not count, and that is told', (name, value, because) => {
	expect(read(name, value)).toEqual({
		settings: {},
		unfollowed: [{name: `perch.dev/judge-${name}`, value, because}],
	});
});

describe('annotations of others', () => {
	test('are left alone', () => {
		const others = {'example.org/judge-errors-alpha': ident('1'), 'perch.dev/other': ident('x')};
		expect(annotatedSettings(others)).toEqual({settings: {}, unfollowed: []});
	});
});
