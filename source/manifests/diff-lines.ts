import {diffArrays} from 'diff';
import type {JsonObject} from '../domain/cluster/kube-object.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {alignedTo} from './keyed-lists.ts';
import {inFieldOrder, yamlLines} from './yaml-lines.ts';

export type DiffLine =
	| {readonly kind: 'same' | 'removed' | 'added'; readonly text: SafeText}
	/** Lines that both have and that are left out. */
	| {readonly kind: 'folded'; readonly count: number};

/** Unchanged lines that are shown around a change. */
const around = 3;

/** What turns one template into the other, as a unified diff of their YAML; empty where they are the same. */
export function diffLines(from: JsonObject, to: JsonObject): readonly DiffLine[] {
	const before = yamlLines(inFieldOrder(alignedTo(to, from)));
	const after = yamlLines(inFieldOrder(to));
	const parts = diffArrays([...before], [...after]);
	if (parts.every(({added, removed}) => !added && !removed)) return [];
	return parts.flatMap(({added, removed, value}, at) => {
		if (added || removed) return value.map((text): DiffLine => ({kind: added ? 'added' : 'removed', text}));
		return folded(value, at === 0, at === parts.length - 1);
	});
}

function folded(lines: readonly SafeText[], isFirst: boolean, isLast: boolean): readonly DiffLine[] {
	const same = (some: readonly SafeText[]) => some.map((text): DiffLine => ({kind: 'same', text}));
	const head = isFirst ? 0 : around;
	const tail = isLast ? 0 : around;
	const count = lines.length - head - tail;
	// One line that is left out takes as much room as the line that says so.
	if (count <= 1) return same(lines);
	return [...same(lines.slice(0, head)), {kind: 'folded', count}, ...same(lines.slice(head + count))];
}
