import {expect, test} from 'vitest';
import {createPatternCounts} from '../../source/logs/patterns.ts';
import {entry, stable} from './entry.ts';

function sampleOf(text: string): string | undefined {
	const counts = createPatternCounts(10);
	counts.count(entry(text));
	return counts.table().patterns[0]?.samples.get(stable);
}

test('the sample of a pattern is its newest line', () => {
	expect(sampleOf('payment timed out after 250ms')).toBe('payment timed out after 250ms');
	expect(sampleOf('{"msg":"payment timed out","status":503}')).toBe('{"msg":"payment timed out","status":503}');
});

test('a pattern keeps no more of a long line than a row can show, whole characters, and of JSON what is read first', () => {
	expect(sampleOf(`failed: ${'x'.repeat(4_000)}`)).toBe(`failed: ${'x'.repeat(492)}…`);
	expect(sampleOf(`failed: ${'x'.repeat(491)}🚨🚨`)).toBe(`failed: ${'x'.repeat(491)}…`);
	expect(sampleOf(JSON.stringify({body: 'x'.repeat(4_000), msg: 'lost', level: 'error'}))).toBe(
		`ERROR lost body=${'x'.repeat(484)}…`,
	);
});
