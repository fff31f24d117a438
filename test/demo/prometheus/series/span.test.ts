import {describe, expect, it} from 'vitest';
import {instantQuery, type QuerySettings} from '../../../../source/demo/prometheus/promql/query.ts';
import {semanticsOf} from '../../../../source/demo/prometheus/promql/semantics.ts';
import {createMemorySource} from '../support/memory-source.ts';
import {perchQueries} from '../support/perch-queries.ts';
import {canaryShares, createWorld, startMs} from '../support/world.ts';

const minuteMs = 60_000;

/** A world in which a canary was born two minutes ago, and the same world as stored samples. */
const bothWorlds = () => {
	const world = createWorld({intervalMs: 15_000});
	world.model.record(world.key, world.model.originMs, canaryShares(0));
	world.model.record(world.key, startMs - 2 * minuteMs, canaryShares(0.1));
	world.goTo(startMs + 4000);
	const everything = world.source.select([{label: '__name__', operator: '!=', value: ''}]);
	const stored = everything.map(({labels, samples}) => ({labels, samples: samples(startMs - 90 * minuteMs, startMs)}));
	return {computed: world.source, stored: createMemorySource(stored)};
};

describe('a series that tells only its first and last sample answers as its samples would', () => {
	const {computed, stored} = bothWorlds();
	const ask = (query: string, source: QuerySettings['source']) =>
		instantQuery(query, startMs + 4000, {source, semantics: semanticsOf('2.42.0')});

	it.each(perchQueries)('%s', query => {
		expect(ask(query, computed)).toEqual(ask(query, stored));
	});

	it('and finds samples for more than 25 of the queries', () => {
		const answers = perchQueries.map(query => ask(query, computed));
		expect(answers.filter(answer => answer.kind === 'vector' && answer.vector.length > 0).length).toBeGreaterThan(25);
	});
});
