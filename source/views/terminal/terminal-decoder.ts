/** Input for the key parser, and the events that the decoder recognised. */
export interface Decoded {
	readonly forward: string;
	readonly events: readonly DecodedEvent[];
}

export type DecodedEvent =
	| {readonly kind: 'paste'; readonly length: number}
	| {readonly kind: 'focus'; readonly isFocused: boolean}
	| MouseReport;

/** What the mouse did at a cell, counted from 0. */
export interface MouseReport {
	readonly kind: 'mouse';
	readonly did: 'press' | 'wheelUp' | 'wheelDown';
	readonly column: number;
	readonly row: number;
}

export interface TerminalDecoder {
	push(chunk: string, nowMs: number): Decoded;
	/** Called when `deadlineMs` has passed. */
	expire(nowMs: number): Decoded;
	/** When `expire` is due; null when nothing is pending. */
	deadlineMs(): number | null;
}

/** A lone ESC is the Escape key if nothing follows within this time. */
const escapeKeyMs = 30;
/** `[A` within this time after a delivered Escape is the torn rest of a sequence, not typing. */
const tornMs = 500;
/** A paste without an end mark is over after this long without input. */
const pasteSilenceMs = 1_000;
const longestSequence = 64;
const esc = '\u001b';
const pasteStart = '\u001b[200~';
const pasteEnd = '\u001b[201~';
const interrupt = '\u0003';
/** The Escape key in a form that no key parser takes for the start of a sequence. */
const escapeKey = '\u001b[27u';

/** Reassembles terminal input before it becomes keys: sequences torn by a slow line, pastes (whose text never
 * becomes keys, with an end mark or without), focus reports, and those of the mouse where
 * it was asked for. No key binding uses Alt: ESC and a key that arrive together are Escape and that key, as if one came
 * after the other. Ctrl-C always passes. */
export function createTerminalDecoder({hasMouse = false}: {readonly hasMouse?: boolean} = {}): TerminalDecoder {
	/** The beginning of a sequence; `isTorn` when its ESC was already sent on as the Escape key. */
	let held = '';
	let isTorn = false;
	let tornUntilMs = 0;
	let paste: {length: number; tail: string; hasInterrupt: boolean} | null = null;
	let dueMs: number | null = null;

	function push(chunk: string, nowMs: number): Decoded {
		const events: DecodedEvent[] = [];
		let forward = '';
		if (paste !== null && chunk === interrupt) return {forward: interrupt, events: [endPaste()]};
		if (isTorn && held === '') {
			isTorn = nowMs <= tornUntilMs && /^[[O]/.test(chunk);
			if (isTorn) held = esc;
		}
		for (const character of chunk) {
			if (paste !== null) {
				const ended = pasted(character);
				if (ended !== null) events.push(ended);
				continue;
			}
			if (held === '' && character !== esc) {
				forward += character;
				continue;
			}
			const done = sequenceContinued(character);
			if (done === null) continue;
			const event = understood(done);
			if (hasMouse && isMouse(done)) events.push(...mouseReport(done));
			else if (event !== null) events.push(event);
			else if (done === interrupt || (!isTorn && done !== pasteStart && done !== pasteEnd)) forward += keysOf(done);
			isTorn = false;
		}
		dueMs = dueAt(nowMs);
		return {forward, events};
	}

	function expire(nowMs: number): Decoded {
		if (dueMs === null || nowMs < dueMs) return nothing;
		dueMs = null;
		if (paste !== null) {
			const forward = paste.hasInterrupt ? interrupt : '';
			return {forward, events: [endPaste()]};
		}
		const silent = held;
		const isEscape = silent === esc && !isTorn;
		// Drop an incomplete sequence: as keys it would be typing that the operator never typed. A lone bracket or
		// capital O is a key that was pressed.
		const forward = isBegun(silent) ? `${isTorn ? '' : escapeKey}${silent.slice(1)}` : isEscape ? escapeKey : '';
		held = '';
		isTorn = isEscape;
		tornUntilMs = nowMs + tornMs;
		return {forward, events: []};
	}

	/** Returns the whole sequence when this character ends it. */
	function sequenceContinued(character: string): string | null {
		if (character === interrupt) {
			held = '';
			return interrupt;
		}
		// Two ESC are two Escape keys; an ESC within a sequence begins another sequence.
		if (character === esc && held === esc) return esc;
		held = character === esc ? esc : held + character;
		if (held.length > longestSequence) held = '';
		if (hasMouse && held.startsWith(oldMouse) ? held.length < oldMouse.length + 3 : !isWhole(held)) return null;
		const whole = held;
		held = '';
		return whole;
	}

	function understood(sequence: string): DecodedEvent | null {
		if (sequence === pasteStart) paste = {length: 0, tail: '', hasInterrupt: false};
		if (sequence === '\u001b[I') return {kind: 'focus', isFocused: true};
		if (sequence === '\u001b[O') return {kind: 'focus', isFocused: false};
		return null;
	}

	function pasted(character: string): DecodedEvent | null {
		if (paste === null) return null;
		paste.length += character.length;
		paste.hasInterrupt ||= character === interrupt;
		paste.tail = (paste.tail + character).slice(-pasteEnd.length);
		if (paste.tail !== pasteEnd) return null;
		paste.length -= pasteEnd.length;
		return endPaste();
	}

	function endPaste(): DecodedEvent {
		const length = paste?.length ?? 0;
		paste = null;
		dueMs = null;
		return {kind: 'paste', length};
	}

	function dueAt(nowMs: number): number | null {
		if (paste !== null) return nowMs + pasteSilenceMs;
		if (held === '') return null;
		return nowMs + (held === esc && !isTorn ? escapeKeyMs : tornMs);
	}

	return {push, expire, deadlineMs: () => dueMs};
}

const nothing: Decoded = {forward: '', events: []};

/** ESC with a key that begins no sequence is two keys, and so is ESC before another ESC. */
function keysOf(whole: string): string {
	if (whole === esc) return escapeKey;
	return whole.startsWith(esc) && !/^.[[O]/su.test(whole) ? `${escapeKey}${whole.slice(1)}` : whole;
}

/** Terminals that do not know mode 1006 report three bytes after this; they would pass for keys. */
const oldMouse = `${esc}[M`;

function isMouse(sequence: string): boolean {
	return sequence.startsWith(`${esc}[<`) || sequence.startsWith(oldMouse);
}

/** The report of mode 1006 (SGR): `ESC [ < button ; column ; row`, then `M`, or `m` for a release. Other buttons,
 * modifiers and the older form report nothing. */
function mouseReport(sequence: string): readonly MouseReport[] {
	const [, button = '', column = '', row = ''] = /^.\[<(\d+);(\d+);(\d+)M$/su.exec(sequence) ?? [];
	const did = mouseButtons[button];
	return did === undefined ? [] : [{kind: 'mouse', did, column: Number(column) - 1, row: Number(row) - 1}];
}

const mouseButtons: Readonly<Record<string, MouseReport['did']>> = {'0': 'press', '64': 'wheelUp', '65': 'wheelDown'};

/** Only the part has come that distinguishes a sequence from the Escape key. */
function isBegun(sequence: string): boolean {
	return sequence === `${esc}[` || sequence === `${esc}O`;
}

/** Whether the sequence is complete: ESC and a character, ESC [ … final byte, ESC O final byte; ESC ESC waits like
 * ESC. */
function isWhole(sequence: string): boolean {
	if (sequence === esc || isBegun(sequence)) return false;
	if (sequence.startsWith(`${esc}[[`)) return sequence.length > 3;
	if (sequence.startsWith(`${esc}[`)) return /[@-~]$/.test(sequence);
	return true;
}
