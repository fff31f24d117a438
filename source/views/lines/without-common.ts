import type {SafeText} from '../../domain/text/safe-text.ts';
import {cells} from './cells.ts';

/** Names that are longer than `limit` without what all of them end with, then also without what all begin with, up to
 * a dash or a dot: cut in their middle, `ip-10-0-12-7.eu-west-1` and its neighbour would look the same. */
export function withoutCommon(names: readonly SafeText[], limit: number): readonly SafeText[] {
	const fits = (all: readonly SafeText[]) => all.every(name => cells(name) <= limit);
	if (new Set(names).size < 2 || fits(names)) return names;
	const tail = commonEnd(names);
	const heads = names.map(name => (tail === 0 ? name : `${name.slice(0, -tail)}…`) as SafeText);
	if (fits(heads)) return heads;
	// As much of the start as there is room for: `…0-12-7…` says more than `…7…`.
	const most = commonStart(names);
	const cuts = Array.from({length: most}, (_, at) => at + 1).filter(at => /[-.]/.test(names[0]?.[at - 1] ?? ''));
	const from = (cut: number) => heads.map(name => `…${name.slice(cut)}` as SafeText);
	const enough = cuts.find(cut => fits(from(cut))) ?? most;
	return enough === 0 ? heads : from(enough);
}

/** How many characters all have at their start, a dash or a dot being the last. */
function commonStart(names: readonly string[]): number {
	const [first = ''] = names;
	const differs = [...first].findIndex((_, at) => names.some(name => name[at] !== first[at]));
	const same = differs < 0 ? first : first.slice(0, differs);
	return Math.max(same.lastIndexOf('-'), same.lastIndexOf('.')) + 1;
}

function commonEnd(names: readonly string[]): number {
	return commonStart(names.map(name => [...name].toReversed().join('')));
}
