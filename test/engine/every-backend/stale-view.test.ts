import {expect, test} from 'vitest';
import {releaseKey} from '../../../source/domain/cluster/keys.ts';
import type {ObjectRef} from '../../../source/domain/cluster/kube-object.ts';
import {prod} from '../../support/prod.ts';
import {everyBackend} from '../support/double-press.ts';
import {confirm, type Doing, intentOf, openDesk, prepare, someDoings} from '../support/every-plan.ts';
import {factMutations, testMutations} from '../support/mutations.ts';
import {moments, writtenBlindly} from '../support/stale.ts';

const doings = someDoings();

test('a plan on unchanged objects is not reported as moved, and is carried out', () => {
	for (const doing of doings) {
		const desk = openDesk(doing.situation);
		desk.world.isWatchAlive = false;
		prepare(desk, doing);
		expect([doing.title, intentOf(desk).checks.live, intentOf(desk).checks.liveText]).toEqual([
			doing.title,
			'unchanged',
			null,
		]);
		confirm(desk);
		desk.advance(500);
		expect([doing.title, desk.given('send').length > 0]).toEqual([doing.title, true]);
	}
});

test('with a frozen watch nothing is written on an old view, whichever fact moved and whenever', () => {
	const seen = new Set<string>();
	const blind: string[] = [];
	let others = 0;
	for (const [at, doing] of doings.entries()) {
		const mutations = factMutations(doing);
		const own = mutations.filter(({ref}) => isOwn(doing, ref));
		// One mutation of the release's own object, and all of the other objects that decide the plan.
		const chosen = [...own.slice(at % own.length).slice(0, 1), ...mutations.filter(({ref}) => !isOwn(doing, ref))];
		for (const mutation of chosen) {
			for (const moment of moments) {
				const what = writtenBlindly(doing, mutation, moment);
				if (what !== null) blind.push(`${doing.title}, ${mutation.facts} moved ${moment}: ${what}`);
			}
			if (!isOwn(doing, mutation.ref)) others += 1;
		}
		seen.add(doing.situation.backend);
	}
	expect(blind).toEqual([]);
	expect(others).toBeGreaterThan(2);
	expect([...seen].sort()).toEqual(everyBackend);
});

test('the server refuses a request by its tests when the object changes while the request is under way', () => {
	const seen = new Set<string>();
	for (const [at, doing] of doings.entries()) {
		const mutations = testMutations(doing);
		const mutation = mutations[at % mutations.length];
		if (!mutation) continue;
		expect([doing.title, writtenBlindly(doing, mutation, 'under way')]).toEqual([doing.title, null]);
		seen.add(doing.situation.backend);
	}
	expect([...seen].sort()).toEqual(everyBackend);
});

function isOwn({situation}: Doing, {kindId, namespace, name}: ObjectRef): boolean {
	return situation.release === releaseKey(prod, kindId, namespace, name);
}
