import type {GridSeries} from './grid-series.ts';

/** Keeps the series that were made, as long as they are not too many: those of a histogram are forty for each caller of
 * a service. */
export interface SeriesCache {
	of(block: object, make: () => readonly GridSeries[]): readonly GridSeries[];
}

const most = 200_000;

export const createSeriesCache = (): SeriesCache => {
	let kept = new WeakMap<object, readonly GridSeries[]>();
	let count = 0;
	return {
		of(block, make) {
			const known = kept.get(block);
			if (known !== undefined) return known;
			const made = make();
			if (count + made.length > most) {
				kept = new WeakMap();
				count = 0;
			}
			count += made.length;
			kept.set(block, made);
			return made;
		},
	};
};
