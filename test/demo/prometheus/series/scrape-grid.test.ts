import {expect, it} from 'vitest';
import {createScrapeGrid} from '../../../../source/demo/prometheus/series/scrape-grid.ts';
import {canaryShares, createWorld, startMs} from '../support/world.ts';

const gridAt = (start: number) => {
	let nowMs = start;
	const grid = createScrapeGrid({clock: {nowMs: () => nowMs}, intervalMs: 15_000, originMs: 0});
	return {
		grid,
		goTo: (atMs: number) => {
			nowMs = atMs;
		},
	};
};

it('samples lie on the grid, up to now', () => {
	const {grid} = gridAt(100_000);
	expect(grid.runs(1, 500_000)).toEqual([{firstMs: 15_000, lastMs: 90_000}]);
	expect(grid.runs(30_000, 30_000)).toEqual([{firstMs: 30_000, lastMs: 30_000}]);
	expect(grid.runs(31_000, 44_000)).toEqual([]);
	expect(grid.newestMs(59_000)).toBe(45_000);
});

it('the grid leaves out the time in which nothing was scraped', () => {
	const {grid, goTo} = gridAt(60_000);
	grid.stop();
	goTo(121_000);
	expect(grid.runs(0, 500_000)).toEqual([{firstMs: 0, lastMs: 60_000}]);
	grid.resume();
	goTo(170_000);
	expect(grid.runs(0, 500_000)).toEqual([
		{firstMs: 0, lastMs: 60_000},
		{firstMs: 135_000, lastMs: 165_000},
	]);
	grid.stop();
	grid.resume();
	expect(grid.runs(160_000, 170_000)).toEqual([{firstMs: 165_000, lastMs: 165_000}]);
	goTo(180_000);
	grid.stop();
	grid.resume();
	// A scrape is not counted on both sides of a gap.
	expect(grid.runs(175_000, 180_000)).toEqual([{firstMs: 180_000, lastMs: 180_000}]);
});

it('stopped scrapes age the samples; they are found until the lookback ends, and go on afterwards', () => {
	const world = createWorld();
	world.model.record(world.key, world.model.originMs, canaryShares(0));
	const age = () => world.ask('time() - max(timestamp(up))')[''];
	expect(age()).toBe(0);
	world.grid.stop();
	world.goTo(startMs + 120_000);
	expect(age()).toBe(120);
	world.goTo(startMs + 301_000);
	expect(world.ask('up', 'job')).toEqual({});
	world.grid.resume();
	expect(age()).toBe(0);
	expect(world.ask('count_over_time(up[10m])', 'job')).toEqual({'istio-proxies': 301});
});
