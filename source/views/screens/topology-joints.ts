import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {joinTexts, repeated} from '../lines/cells.ts';
import {type Line, span} from '../lines/line.ts';

/** The lines between a column of boxes and one box beside it: each edge runs along its row to a line down the middle, and
 * an arrow points to whoever is called. */
export function joints(between: {
	readonly height: number;
	/** Rows at which edges leave on the left, and reach on the right. */
	readonly lefts: readonly number[];
	readonly rights: readonly number[];
	readonly width: number;
}): readonly Line[] {
	const {height, lefts, rights, width} = between;
	const isNone = lefts.length === 0 || rights.length === 0;
	const ends = [...lefts, ...rights];
	const [first, last] = [Math.min(...ends), Math.max(...ends)];
	const before = Math.floor((width - 1) / 2);
	return Array.from({length: isNone ? 0 : height}, (_, row): Line => {
		const arms: Arms = {
			left: lefts.includes(row),
			right: rights.includes(row),
			up: row > first && row <= last,
			down: row >= first && row < last,
		};
		const left = repeated(arms.left ? safe`─` : safe` `, before);
		const right = arms.right ? safe`${repeated(safe`─`, width - before - 2)}▶` : repeated(safe` `, width - before - 1);
		return [span(joinTexts([left, jointOf(arms), right], safe``), 'border')];
	});
}

interface Arms {
	readonly left: boolean;
	readonly right: boolean;
	readonly up: boolean;
	readonly down: boolean;
}

function jointOf({left, right, up, down}: Arms): SafeText {
	const sides = `${left ? 'l' : ''}${right ? 'r' : ''}${up ? 'u' : ''}${down ? 'd' : ''}`;
	return signs[sides] ?? safe` `;
}

const signs: Readonly<Record<string, SafeText>> = {
	lr: safe`─`,
	ud: safe`│`,
	lu: safe`┘`,
	ld: safe`┐`,
	ru: safe`└`,
	rd: safe`┌`,
	lud: safe`┤`,
	rud: safe`├`,
	lrd: safe`┬`,
	lru: safe`┴`,
	lrud: safe`┼`,
};
