import {describe, expect, test} from 'vitest';
import {screens} from '../../source/engine/screens/screens.ts';
import {casesByKind} from './cases/all.ts';
import {noSuchStates, partsOfScreens, stateNames, suffixes} from './cases/states.ts';

const names = new Set(casesByKind.flat().map(({name}) => name));
const everyScreen = [...screens.map(({id}) => id), ...partsOfScreens];

describe.each(everyScreen)('%s', screen => {
	test.each(stateNames)('has a frame where it is %s, or a reason why there is none', state => {
		const isShown = suffixes[state].some(suffix => names.has(`${screen}-${suffix}`));
		const reasons = noSuchStates.filter(one => one.screen === screen && one.state === state);
		expect(reasons.map(({reason}) => reason)).toHaveLength(isShown ? 0 : 1);
	});
});
