/** What must go on to the key parser, and what was understood here. */
export interface Decoded {
	readonly forward: string;
	readonly events: readonly DecodedEvent[];
}

export type DecodedEvent =
	| {readonly kind: 'paste'; readonly length: number}
	| {readonly kind: 'focus'; readonly isFocused: boolean};

export interface TerminalDecoder {
	push(chunk: string, nowMs: number): Decoded;
	/** Called when `deadlineMs` has passed. */
	expire(nowMs: number): Decoded;
	/** When `expire` is due; null when nothing is pending. */
	deadlineMs(): number | null;
}

/** A lone ESC is the Escape key when nothing follows for so long. */
const escapeKeyMs = 30;
/** What follows a delivered Escape within this time as `[A` is the torn rest of a sequence, not typing. */
const tornMs = 500;
/** A paste without an end is over when nothing came for so long. */
const pasteSilenceMs = 1_000;
const longestSequence = 64;
const esc = '\u001b';
const pasteStart = '\u001b[200~';
const pasteEnd = '\u001b[201~';
const interrupt = '\u0003';
/** The Escape key in the form that no key parser takes for the start of a sequence, whatever follows it. */
const escapeKey = '\u001b[27u';

/**
 * Puts what a terminal sends back together before keys are made of it: sequences torn by a slow line, pastes (whose
 * text never becomes keys, with an end or without), focus reports. Nothing is bound to Alt: ESC and a key that arrive
 * together are Escape and that key, as when the two came one after the other. Ctrl-C always passes.
 */
export function createTerminalDecoder(): TerminalDecoder {
	/** A sequence that has begun; `isTorn` when its ESC went on already as the Escape key. */
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
			if (event !== null) events.push(event);
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
		// The rest of a sequence that never came is dropped: as keys it would be typing that nobody typed. A bracket or a
		// capital O by itself has a key of its own, and was pressed.
		const forward = isBegun(silent) ? `${isTorn ? '' : escapeKey}${silent.slice(1)}` : isEscape ? escapeKey : '';
		held = '';
		isTorn = isEscape;
		tornUntilMs = nowMs + tornMs;
		return {forward, events: []};
	}

	/** The whole sequence when this character ends it. */
	function sequenceContinued(character: string): string | null {
		if (character === interrupt) {
			held = '';
			return interrupt;
		}
		// Escape twice is two keys; an ESC within a sequence begins another one.
		if (character === esc && held === esc) return esc;
		held = character === esc ? esc : held + character;
		if (held.length > longestSequence) held = '';
		if (!isWhole(held)) return null;
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

/** ESC and a key that begins no sequence are two keys, and so is ESC before another ESC. */
function keysOf(whole: string): string {
	if (whole === esc) return escapeKey;
	return whole.startsWith(esc) && !/^.[[O]/su.test(whole) ? `${escapeKey}${whole.slice(1)}` : whole;
}

/** No more has come than what tells a sequence from the Escape key. */
function isBegun(sequence: string): boolean {
	return sequence === `${esc}[` || sequence === `${esc}O`;
}

/** Complete: ESC and a character, ESC [ … final byte, ESC O final byte; ESC ESC waits like ESC. */
function isWhole(sequence: string): boolean {
	if (sequence === esc || isBegun(sequence)) return false;
	if (sequence.startsWith(`${esc}[[`)) return sequence.length > 3;
	if (sequence.startsWith(`${esc}[`)) return /[@-~]$/.test(sequence);
	return true;
}
