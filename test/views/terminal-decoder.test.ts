import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createTerminalDecoder, type DecodedEvent} from '../../source/views/terminal/terminal-decoder.ts';

/** The Escape key, as the key parser is handed it. */
const escapeKey = '\u001b[27u';

/** Feeds chunks with pauses before them, expiring whatever falls due in between, and one long silence at the end. */
function decode(chunks: readonly (readonly [pauseMs: number, chunk: string])[]) {
	const decoder = createTerminalDecoder();
	const events: DecodedEvent[] = [];
	let forward = '';
	let nowMs = 1_000;
	function pass(untilMs: number): void {
		for (let dueMs = decoder.deadlineMs(); dueMs !== null && dueMs <= untilMs; dueMs = decoder.deadlineMs()) {
			const decoded = decoder.expire(dueMs);
			forward += decoded.forward;
			events.push(...decoded.events);
		}
		nowMs = untilMs;
	}
	for (const [pauseMs, chunk] of chunks) {
		pass(nowMs + pauseMs);
		const decoded = decoder.push(chunk, nowMs);
		forward += decoded.forward;
		events.push(...decoded.events);
	}
	pass(nowMs + 10_000);
	return {forward, events};
}

describe('keys', () => {
	test('pass as they are', () => {
		for (const keys of ['p', 'jjj', 'p\r', '\u001b[A', '\u001bOA', '\u001b[1;5C', '\u001b[[A', 'é日🚀', '\u0003']) {
			expect(decode([[0, keys]])).toEqual({forward: keys, events: []});
		}
	});

	test('Escape is a key after a moment, and a character that comes later is typed', () => {
		expect(decode([[0, '\u001b']]).forward).toBe(escapeKey);
		expect(
			decode([
				[0, '\u001b'],
				[100, 'p'],
			]).forward,
		).toBe(`${escapeKey}p`);
		expect(
			decode([
				[0, '\u001b'],
				[600, '['],
			]).forward,
		).toBe(`${escapeKey}[`);
		expect(decode([[0, '\u001b\u001b']]).forward).toBe(`${escapeKey}${escapeKey}`);
	});

	test.each(['p', 'R', '?', ']', '[', 'O', '\r', '\t', '\u007f', '\u0004', 'é', '日', '🚀', '\u001b[B', '\u001bOB'])(
		'Escape and %j are two keys, however close together they arrive',
		next => {
			for (const pauseMs of [0, 5, 29, 30, 100, 499]) {
				const apart: readonly (readonly [number, string])[] = [
					[0, '\u001b'],
					[pauseMs, next],
				];
				expect([pauseMs, decode(apart).forward]).toEqual([pauseMs, `${escapeKey}${next}`]);
			}
			expect(decode([[0, `\u001b${next}`]]).forward).toBe(`${escapeKey}${next}`);
			expect(decode([[0, `j\u001b\u001b${next}`]]).forward).toBe(`j${escapeKey}${escapeKey}${next}`);
		},
	);

	test('Alt and an arrow in one sequence is not that arrow', () => {
		expect(decode([[0, '\u001b[1;3A']]).forward).toBe('\u001b[1;3A');
	});

	test('a sequence torn anywhere, by any pause, types nothing', () => {
		const sequences = fc.constantFrom('\u001b[A', '\u001bOp', '\u001b[15~', '\u001b[1;2A', '\u001b[200~');
		fc.assert(
			fc.property(
				sequences,
				fc.array(fc.integer({min: 0, max: 450}), {minLength: 6, maxLength: 6}),
				(sequence, pauses) => {
					const {forward} = decode(
						Array.from(sequence, (character, index) => [pauses[index] ?? 0, character] as const),
					);
					expect(['', escapeKey, sequence]).toContain(forward);
				},
			),
		);
	});
});

describe('a paste', () => {
	test('never becomes keys, whole or torn at every byte, with an end or without', () => {
		const pastes = fc
			.string({unit: 'binary', maxLength: 30})
			.filter(text => !text.includes('\u001b') && !text.includes('\u0003'));
		fc.assert(
			fc.property(pastes, fc.boolean(), fc.integer({min: 0, max: 400}), (text, hasEnd, pauseMs) => {
				const whole = `\u001b[200~${text}${hasEnd ? '\u001b[201~' : ''}`;
				const torn = decode(Array.from(whole, character => [pauseMs, character] as const));
				expect(['', escapeKey]).toContain(torn.forward);
				expect(torn.events).toEqual([{kind: 'paste', length: text.length}]);
				expect(decode([[0, whole]])).toEqual({forward: '', events: [{kind: 'paste', length: text.length}]});
			}),
		);
	});

	test('ends by itself a second after it went silent, and keys work again', () => {
		const {forward, events} = decode([
			[0, '\u001b[200~rm -rf'],
			[1_100, 'j'],
		]);
		expect(forward).toBe('j');
		expect(events).toEqual([{kind: 'paste', length: 6}]);
	});

	test('lets Ctrl-C through at once, and later where it came within the text', () => {
		expect(
			decode([
				[0, '\u001b[200~abc'],
				[200, '\u0003'],
				[10, 'q'],
			]).forward,
		).toBe('\u0003q');
		expect(decode([[0, '\u001b[200~abc\u0003']]).forward).toBe('\u0003');
		expect(decode([[0, '\u001b[200~abc\u0003\u001b[201~']]).forward).toBe('');
	});

	test('may hold half an end mark, and keys may follow its end', () => {
		expect(decode([[0, '\u001b[200~a\u001b[20b\u001b[201~p']])).toEqual({
			forward: 'p',
			events: [{kind: 'paste', length: 6}],
		});
		expect(decode([[0, '\u001b[201~j']]).forward).toBe('j');
	});
});

test('focus reports become events and are never typed', () => {
	expect(decode([[0, '\u001b[Ij\u001b[O']])).toEqual({
		forward: 'j',
		events: [
			{kind: 'focus', isFocused: true},
			{kind: 'focus', isFocused: false},
		],
	});
});

test('Ctrl-C passes after any unfinished sequence', () => {
	for (const half of ['\u001b', '\u001b[', '\u001b[1;', '\u001bO']) {
		expect(
			decode([
				[0, half],
				[10, '\u0003'],
			]).forward.endsWith('\u0003'),
		).toBe(true);
		expect(
			decode([
				[0, half],
				[600, '\u0003'],
			]).forward.endsWith('\u0003'),
		).toBe(true);
		expect(
			decode([
				[0, '\u001b'],
				[50, half.slice(1)],
				[10, '\u0003'],
			]).forward.endsWith('\u0003'),
		).toBe(true);
	}
});

describe('the mouse', () => {
	const decoder = () => createTerminalDecoder({hasMouse: true});

	test('is read as presses and steps of the wheel, in whatever pieces the reports come', () => {
		const bytes = '\u001b[<0;12;5M\u001b[<0;12;5m\u001b[<64;1;1M\u001b[<65;300;90M';
		const expected = [
			{kind: 'mouse', did: 'press', column: 11, row: 4},
			{kind: 'mouse', did: 'wheelUp', column: 0, row: 0},
			{kind: 'mouse', did: 'wheelDown', column: 299, row: 89},
		];
		expect(decoder().push(bytes, 0)).toEqual({forward: '', events: expected});
		const torn = decoder();
		const pieces = [...bytes].map(character => torn.push(character, 0));
		expect(pieces.flatMap(({events}) => events)).toEqual(expected);
		expect(pieces.map(({forward}) => forward).join('')).toBe('');
	});

	test('reports nothing of other buttons and of modifiers', () => {
		expect(decoder().push('\u001b[<2;1;1M\u001b[<16;1;1M\u001b[<35;1;1M', 0)).toEqual({forward: '', events: []});
	});

	test('of a terminal that knows only the older form types no key, wherever it is clicked', () => {
		const everyCell = Array.from({length: 90}, (_, at) => `\u001b[M ${String.fromCharCode(33 + at)}p`);
		expect(decoder().push(everyCell.join(''), 0)).toEqual({forward: '', events: []});
	});

	test('that was not asked for is no input', () => {
		expect(createTerminalDecoder().push('\u001b[<0;12;5M', 0).events).toEqual([]);
	});
});
