import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'vitest';
import type {KubeObject} from '../../../source/demo/contract.ts';
import {foreignSequences} from '../../journeys/support/byte-oracle.ts';
import {type Colleague, rolloutPath} from '../../journeys/support/colleague.ts';
import type {Demo} from '../../journeys/support/demo.ts';
import type {Sre} from '../../journeys/support/sre.ts';

/** Texts that drive, hide or forge something on a terminal that is handed them as they are. */
export const vectors = (
	JSON.parse(
		readFileSync(join(import.meta.dirname, '../../fixtures/hostile-strings.json'), 'utf8'),
	) as readonly (readonly [id: string, mode: string, input: string, expected: string])[]
).map(([id, mode, text, shown]) => ({id, text, shown: mode === 'line' ? shown : ''}));

/** Writes this text, followed by a mark, wherever other people and programs may write in a cluster. */
export async function poison(demo: Demo, text: string, mark: string): Promise<void> {
	const hostile = `${text}${mark}`;
	const {colleague} = demo;
	await colleague.create('/api/v1/namespaces/shop/events', eventAbout(await cart(colleague), hostile));
	await colleague.patch(`${rolloutPath('shop', 'cart')}/status`, {
		status: {
			message: hostile,
			phase: 'Degraded',
			conditions: [
				{type: 'Progressing', status: 'False', reason: hostile, message: hostile},
				{type: 'InvalidSpec', status: 'True', reason: 'InvalidSpec', message: hostile},
			],
		},
	});
	await colleague.patch(rolloutPath('shop', 'cart'), {
		metadata: {annotations: {'kubernetes.io/change-cause': hostile, 'rollout.argoproj.io/note': hostile}},
		spec: {
			template: {
				metadata: {annotations: {note: hostile}},
				spec: {containers: [{name: 'cart', image: `shop/cart:${hostile}`, env: [{name: hostile, value: hostile}]}]},
			},
		},
	});
}

/** Expects the text on the screen, escaped and followed by the mark, and no foreign sequence in the output. A colour or
 * cursor sequence would pass for perch's own: only its escaped form on the screen proves that it drove nothing. */
export async function expectHarmless(sre: Sre, shown: string, mark: string): Promise<void> {
	await sre.terminal.until(() => sre.screen().includes(`${shown}${mark}`), `sees ${shown}${mark}`);
	expect(foreignSequences(sre.terminal.bytes())).toEqual([]);
}

/** Opens every screen from that of the poisoned release, and goes back to it each time; the panels and the
 * list of releases last. */
export async function opensEveryScreen(sre: Sre): Promise<void> {
	const release = /^ +now +\S/m;
	for (const [key, seen] of [
		['c', /^ rps \S+ +errors %/m],
		['l', /^shop\/cart +logs /],
		['e', /^shop\/cart +events /],
		['d', /^shop\/cart +diff /],
		['=', /^shop\/cart +proof/],
		['?', /promote by one step/],
	] as const) {
		await sre.press(key);
		await sre.sees(seen);
		await sre.press('escape');
		await sre.sees(release);
	}
	await sre.press(':');
	await sre.types('describe');
	await sre.sees(/│ > describe/);
	await sre.press('enter');
	await sre.sees(/kind: Rollout/);
	await sre.press('escape');
	await sre.sees(release);
	await sre.asks('x');
	await sre.press('d');
	await sre.reads();
	await sre.press('escape');
	await sre.doesNotSee(/Cancel/);
	await sre.press('escape', 'v');
	await sre.sees(/^ panels \d/m);
	await sre.press('R');
	await sre.sees(/RELEASES \d/);
}

const cart = (colleague: Colleague) => colleague.get(rolloutPath('shop', 'cart'));

function eventAbout({apiVersion, kind, metadata}: KubeObject, message: string): unknown {
	const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
	return {
		apiVersion: 'v1',
		kind: 'Event',
		metadata: {generateName: 'cart.', namespace: 'shop'},
		involvedObject: {apiVersion, kind, name: 'cart', namespace: 'shop', uid: metadata.uid},
		type: 'Warning',
		reason: message,
		message,
		count: 1,
		source: {component: message},
		firstTimestamp: now,
		lastTimestamp: now,
	};
}
