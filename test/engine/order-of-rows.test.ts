import {expect, test} from 'vitest';
import {trafficOf} from '../../source/engine/questions/poll.ts';
import {deskAt} from './support/recorded.ts';
import {sample} from './support/session.ts';

/** Counts may change with each poll, but what is derived from the order is then not computed again. */
test('the order of rows is the same object from poll to poll until it is due again', () => {
	const desk = deskAt('argo-canary/06-paused-at-50-after-analysis', {
		world: {trafficAt: () => [sample('checkout', 100, 1)]},
	});
	// Follow the polls one by one: some fall within the ten seconds in which the order stands, some do not.
	const polls = Array.from({length: 60}, () => {
		desk.advance(1_000);
		const {metrics} = desk.state();
		return {traffic: trafficOf(metrics), ordering: metrics.ordering};
	});
	const changes = (key: 'traffic' | 'ordering') => new Set(polls.map(poll => poll[key]).filter(Boolean)).size;
	expect(changes('ordering')).toBeGreaterThan(1);
	expect(changes('traffic')).toBeGreaterThanOrEqual(2 * (changes('ordering') - 1));
	expect(new Set(polls.flatMap(({ordering}) => ordering?.sinceMs ?? [])).size).toBe(changes('ordering'));
});
