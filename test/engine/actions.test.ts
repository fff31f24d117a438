import {describe, expect, test} from 'vitest';
import type {ReleaseKey} from '../../source/domain/cluster/keys.ts';
import {verbs} from '../../source/domain/release/verb.ts';
import {actions} from '../../source/engine/keys/actions/actions.ts';
import {bindingsAt, bindingsOf} from '../../source/engine/keys/input/keymap.ts';
import {screens} from '../../source/engine/screens/screens.ts';
import type {ActionId} from '../../source/engine/state/action-id.ts';
import {readSituation} from '../releases/situation.ts';
import {createDesk, type Desk} from './support/desk.ts';

const checkout: ReleaseKey = 'release:prod/rollouts.argoproj.io/shop/checkout';

function openDesk(settings: Parameters<typeof createDesk>[0]['settings'] = {}): Desk {
	const {objects, nowMs} = readSituation('argo-canary/02-paused-at-step-1');
	const desk = createDesk({objects, nowMs, settings});
	desk.advance(3_000);
	return desk;
}

describe('the key map', () => {
	test.each(screens)('no key has two actions on the screen $id', screen => {
		const keys = bindingsAt({screens}, screen).flatMap(binding => binding.keys);
		expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
	});

	test('every action is reached by a key, or is one that the palette alone lists', () => {
		const bound = new Set(bindingsOf({screens}).map(({action}) => action));
		const others = (Object.keys(actions) as ActionId[]).filter(action => !bound.has(action));
		expect(others.filter(action => !(action in verbs))).toEqual(['nextCluster', 'pickNamespace', 'pickContext']);
	});
});

describe('without a key', () => {
	test('a row is selected by its name, and an action does what its key does', () => {
		const [byName, byKey] = [openDesk(), openDesk()];
		byName.dispatch({kind: 'selected', key: checkout});
		byName.dispatch({kind: 'acted', action: 'open'});
		byKey.press('down', 'enter');
		expect(byName.state().screen.stack).toEqual(byKey.state().screen.stack);
		byName.dispatch({kind: 'acted', action: 'back'});
		byName.advance(1_000);
		expect(byName.frame().confirm?.headline).toBe('BACK TO 2.8.1');
		expect(byName.server.applied).toEqual([]);
	});
});

describe('a verb that is asked for without a dialog', () => {
	function requested(desk: Desk, verb: 'back' | 'promote' | 'retry') {
		desk.dispatch({kind: 'requested', verb, release: checkout, answers: []});
		desk.advance(2_000);
		return desk.state().intents.at(-1);
	}

	test('gets a live read and a dry run, and sends nothing before it is confirmed', () => {
		const desk = openDesk();
		const intent = requested(desk, 'back');
		expect(intent?.checks).toMatchObject({live: 'unchanged', dryRun: 'ok'});
		expect(desk.server.applied).toEqual([]);
		desk.dispatch({kind: 'confirmed', intentId: intent?.id ?? '', reason: 'errors rose', typedName: ''});
		desk.advance(2_000);
		expect(desk.server.applied).toHaveLength(1);
		expect(desk.given('record')[0]?.record).toMatchObject({record: 'intent', verb: 'back', reason: 'errors rose'});
	});

	test('toward the canary of a protected cluster sends nothing until the cluster is named', () => {
		const desk = openDesk({protection: {kind: 'all'}});
		const intent = requested(desk, 'promote');
		const confirmed = (typedName: string) => {
			desk.dispatch({kind: 'confirmed', intentId: intent?.id ?? '', reason: null, typedName});
			desk.advance(2_000);
			return desk.server.applied.length;
		};
		expect([confirmed(''), confirmed('prod'), confirmed(desk.session.target.cluster)]).toEqual([0, 0, 1]);
	});

	test('cannot be confirmed once it was cancelled', () => {
		const desk = openDesk();
		const intent = requested(desk, 'back');
		desk.dispatch({kind: 'cancelled', intentId: intent?.id ?? ''});
		desk.dispatch({kind: 'confirmed', intentId: intent?.id ?? '', reason: null, typedName: ''});
		desk.advance(2_000);
		expect(desk.state().intents.at(-1)?.phase.kind).toBe('cancelled');
		expect(desk.server.applied).toEqual([]);
	});

	test('that does not apply is refused with its reason, and makes no intent', () => {
		const desk = openDesk();
		desk.dispatch({kind: 'requested', verb: 'retry', release: checkout, answers: []});
		expect(desk.state().screen.message?.text).toBe('only an aborted release can be tried again');
		expect(desk.state().intents).toEqual([]);
	});
});
