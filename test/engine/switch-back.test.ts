import {expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {confirmTowardStable, deskOn, objectsOf} from './support/recorded.ts';

test('a switch back to the standby side is proven by its effect, without waiting for measured traffic', () => {
	const green = 'service-selector/02-switched-to-green';
	const desk = deskOn(green, {objects: blueCameFirst(objectsOf(green))});
	const isOpen = () => desk.frame().screen.kind === 'release' && desk.state().screen.stack.some(isSwitch);
	for (let row = 0; row < 3 && !isOpen(); row += 1) desk.press('escape', 'down', 'enter');
	desk.advance(1_000);
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(2_000);
	desk.server.become(blueCameFirst(objectsOf('service-selector/01-blue-selected')));
	desk.sync();
	expect(desk.state().intents.at(-1)).toMatchObject({
		verb: 'back',
		plan: {direction: 'towardStable'},
		phase: {kind: 'effective'},
		recovery: null,
	});
});

/** The recorded sides came up in the same second: here blue came up before green. */
function blueCameFirst(objects: readonly RawObject[]): readonly RawObject[] {
	return objects.map(object => {
		if (object.kind !== 'Deployment') return object;
		const copy = structuredClone(object) as unknown as {
			metadata: {name: string};
			status: {conditions: {lastUpdateTime: string}[]};
		};
		const day = copy.metadata.name === 'catalog-blue' ? '20' : '21';
		for (const condition of copy.status.conditions) condition.lastUpdateTime = `2026-11-${day}T09:00:00Z`;
		return copy as unknown as RawObject;
	});
}

function isSwitch(place: object): boolean {
	return 'key' in place && `${place.key}`.startsWith('release:prod/services/');
}
