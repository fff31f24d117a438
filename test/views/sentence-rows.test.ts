import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {cells} from '../../source/views/lines/cells.ts';
import {sentenceRows} from '../../source/views/lines/sentence-rows.ts';

const facts = safe`  asked 3s ago · argo has not answered yet · 50%`;

describe('a sentence in rows', () => {
	test('leaves no dot hanging where a row ends or begins', () => {
		for (let width = 12; width < 60; width += 1) {
			const rows = sentenceRows(facts, width);
			expect(rows.every(row => cells(row) <= width)).toBe(true);
			expect(rows.filter(row => / ·$|^ *· /.test(row))).toEqual([]);
			expect(rows.join(' ').replaceAll(/[ ·]+/g, ' ')).toBe(facts.replaceAll(/[ ·]+/g, ' '));
		}
	});

	test('leaves no hyphen hanging that is the dot of ASCII', () => {
		expect(sentenceRows(safe`asked 3s ago - argo is silent`, 14)).toEqual(['asked 3s ago', 'argo is silent']);
	});

	test('marks the last row where there is more, without the indent of the rows that are left out', () => {
		expect(sentenceRows(safe`  one two three four`, 9, 2)).toEqual(['  one two', '  three …']);
	});
});
