import type {Matcher} from '../promql/ast.ts';
import {compileMatcher} from '../promql/matchers.ts';
import type {GridSeries} from './grid-series.ts';
import type {SeriesBlock} from './service-blocks.ts';

/** Blocks of series, found by the labels that their series share. */
export interface BlockIndex {
	/** Replaces the blocks that were put under this key. */
	put(key: string, blocks: readonly SeriesBlock[]): void;
	/** The series that satisfy all matchers. */
	find(matchers: readonly Matcher[]): readonly GridSeries[];
	all(): readonly SeriesBlock[];
}

/** The blocks by their values of one label. */
interface LabelIndex {
	readonly byValue: Map<string, Set<SeriesBlock>>;
	/** Those whose series do not share this label: each may have another value, or none. */
	readonly unshared: Set<SeriesBlock>;
}

export const createBlockIndex = (): BlockIndex => {
	const known = new Map<string, readonly SeriesBlock[]>();
	// Made with the first question for a label.
	const indices = new Map<string, LabelIndex>();
	const all = () => [...known.values()].flat();

	const indexOf = (label: string): LabelIndex => {
		const found = indices.get(label);
		if (found !== undefined) return found;
		const made: LabelIndex = {byValue: new Map(), unshared: new Set()};
		for (const block of all()) add(made, label, block);
		indices.set(label, made);
		return made;
	};

	/** The smallest set of blocks to which one of the matchers leads. */
	const fewest = (matchers: readonly Matcher[]): readonly SeriesBlock[] => {
		let best: {readonly size: number; readonly sets: readonly ReadonlySet<SeriesBlock>[]} | undefined;
		for (const matcher of matchers) {
			if (matcher.operator !== '=' && matcher.operator !== '=~') continue;
			const {byValue, unshared} = indexOf(matcher.label);
			const sets = [...valuesOf(matcher, byValue).flatMap(value => byValue.get(value) ?? []), unshared];
			const size = sets.reduce((sum, set) => sum + set.size, 0);
			if (best === undefined || size < best.size) best = {size, sets};
		}
		return best === undefined ? all() : best.sets.flatMap(set => [...set]);
	};

	return {
		put(key, blocks) {
			for (const block of known.get(key) ?? []) for (const [label, index] of indices) remove(index, label, block);
			known.set(key, blocks);
			for (const block of blocks) for (const [label, index] of indices) add(index, label, block);
		},
		find: matchers => fewest(matchers).flatMap(seriesOf(matchers)),
		all,
	};
};

const add = ({byValue, unshared}: LabelIndex, label: string, block: SeriesBlock): void => {
	const value = block.shared[label];
	if (value === undefined) {
		unshared.add(block);
		return;
	}
	const same = byValue.get(value) ?? new Set();
	byValue.set(value, same.add(block));
};

const remove = ({byValue, unshared}: LabelIndex, label: string, block: SeriesBlock): void => {
	unshared.delete(block);
	byValue.get(block.shared[label] ?? '')?.delete(block);
};

/** The known values that a matcher allows. */
const valuesOf = (matcher: Matcher, byValue: LabelIndex['byValue']): readonly string[] => {
	if (matcher.operator === '=') return [matcher.value];
	const test = compileMatcher(matcher);
	return [...byValue.keys()].filter(test);
};

/** The series of a block that satisfy all matchers. A shared label is tested once, not for each series. */
const seriesOf = (matchers: readonly Matcher[]) => {
	const tests = matchers.map(matcher => ({label: matcher.label, test: compileMatcher(matcher)}));
	return ({shared, series}: SeriesBlock): readonly GridSeries[] => {
		const own: typeof tests = [];
		for (const one of tests) {
			const value = shared[one.label];
			if (value === undefined) own.push(one);
			else if (!one.test(value)) return [];
		}
		if (own.length === 0) return series();
		return series().filter(({labels}) => own.every(({label, test}) => test(labels[label] ?? '')));
	};
};
