/** All that may drive the terminal: colours, cursor and erase sequences, and the modes that perch sets and resets. */
const allowed = /\u001b\[(?:\?(?:25|1004|1049|2004|2026)[hl]|[\d;]*[ABCDEFGHJKm])|\r|\n/g;

/** Parts of a program's output that drive, hide or reorder text and are no allowed sequence. */
export function foreignSequences(bytes: Buffer): readonly string[] {
	const text = new TextDecoder('utf-8', {fatal: true}).decode(bytes).replaceAll(allowed, '');
	return text.match(/.{0,20}[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}].{0,20}/gu) ?? [];
}

/** The colours among the SGR sequences: foreground, background and reversed video. */
export function colourSequences(bytes: Buffer): readonly string[] {
	const all = bytes.toString('latin1').match(/\u001b\[[\d;]*m/g) ?? [];
	return all.filter(sequence =>
		sequence
			.slice(2, -1)
			.split(';')
			.map(Number)
			.some(code => code === 7 || (code >= 30 && code <= 49) || code >= 90),
	);
}
