import {expect, test} from 'vitest';
import {occurrencesOf} from '../../source/engine/screens/objects/occurrences.ts';
import {checkout, deskOn} from './support/recorded.ts';
import {paused} from './support/verdicts.ts';

test('changes of weight say what else changed where the percent did not: the share of a place, or the version beside', () => {
	const desk = deskOn(paused);
	const release = desk.context.derive.releases(desk.state()).get(checkout);
	if (!release) throw new Error('the release is gone');
	const {stable, canary} = release;
	const seen = {atMs: 0, percent: 50, places: '50 25', stable, isBaseline: false};
	const changes = [seen, {...seen, places: '50 unknown'}, {...seen, places: ''}, {...seen, places: '', stable: canary}];
	const state = desk.state();
	const weightChanges = {[checkout]: changes.map((change, at) => ({...change, atMs: at}))};
	const told = occurrencesOf(desk.context, {...state, cluster: {...state.cluster, weightChanges}}, release);
	const weights = told.filter(({shortObject}) => shortObject === 'weight').map(({text}) => text);
	expect(weights.toReversed()).toEqual([
		'50% when perch began to watch',
		'50%, by place 50% 25% → 50% unknown',
		'50%, by place 50% unknown → 50%',
		'50% as before, the rest now to 2.9.0',
	]);
});
