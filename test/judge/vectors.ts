import {readFileSync} from 'node:fs';
import {expect} from 'vitest';

export interface Vector<Input, Output> {
	readonly input: Input;
	readonly output: Output;
}

/** The recorded inputs and outputs of one function of the reference. */
export function readVectors<Input, Output>(name: string): readonly Vector<Input, Output>[] {
	const path = new URL(`vectors/${name}.json`, import.meta.url);
	return JSON.parse(readFileSync(path, 'utf8')).vectors;
}

/** Numbers within 1e-9 + 1e-6 of the expected one; everything else, names of fields included, exactly. */
export function expectLike(actual: unknown, expected: unknown): void {
	const faults = differences(actual, expected, '');
	expect(faults, faults.join('\n')).toEqual([]);
}

function differences(actual: unknown, expected: unknown, path: string): readonly string[] {
	if (typeof expected === 'number' && typeof actual === 'number') {
		return Math.abs(actual - expected) <= 1e-9 + 1e-6 * Math.abs(expected)
			? []
			: [`${path}: ${actual} instead of ${expected}`];
	}
	if (typeof expected !== 'object' || typeof actual !== 'object' || expected === null || actual === null) {
		return actual === expected ? [] : [`${path}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`];
	}
	const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
	return [...names].flatMap(name => differences(field(actual, name), field(expected, name), `${path}.${name}`));
}

function field(value: object, name: string): unknown {
	return Object.entries(value).find(([key]) => key === name)?.[1];
}
