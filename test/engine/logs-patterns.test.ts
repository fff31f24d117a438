import {expect, test} from 'vitest';
import {deskAtLogs, view, writes} from './support/logs-desk.ts';

test('what only the canary writes is told with its count, above the lines and in the panel', () => {
	const {desk, book} = deskAtLogs();
	writes(
		desk,
		book,
		Array.from({length: 800}, (_, at) => `GET /cart/${at} 200`),
	);
	writes(
		desk,
		book,
		Array.from({length: 100}, (_, at) => `GET /cart/${at} 200`),
		'canary',
	);
	writes(
		desk,
		book,
		Array.from({length: 20}, (_, at) => `payment timed out after ${at}ms`),
		'canary',
	);
	expect(view(desk).patterns.summary).toMatch(/^1 pattern only in /);
	desk.press('d');
	expect(view(desk)).toMatchObject({
		arePatternsOpen: true,
		patterns: {rows: [{canary: '20', stable: '0', pattern: 'payment timed out after #ms'}]},
	});
});

test('what only starts of the canary wrote is not passed over as nothing', () => {
	const {desk, book} = deskAtLogs();
	const requests = Array.from({length: 200}, (_, at) => `GET /cart/${at} 200`);
	writes(desk, book, requests);
	writes(desk, book, requests, 'canary');
	writes(desk, book, ['panic: invalid configuration'], 'canary', {isOfStart: true});
	expect(view(desk).patterns).toMatchObject({
		summary: expect.stringMatching(/^1 pattern only at the start of \S+: no start of \S+ was read$/),
		hasFindings: false,
	});
});
