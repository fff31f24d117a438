import {describe, expect, test} from 'vitest';
import type {JsonObject, RawObject} from '../../source/domain/cluster/kube-object.ts';
import {renderOnce} from '../../source/views/render-once.ts';
import {looks} from '../frames/look.ts';
import type {Desk} from './support/desk.ts';
import {deskOn, objectsOf} from './support/recorded.ts';
import {down} from './support/session.ts';

const paused = 'argo-canary/02-paused-at-step-1';

/** Sixty rows of two or three lines each at 80 columns, and the name of each at its beginning and its end. */
const notes: readonly string[] = Array.from({length: 60}, (_, at) => {
	const words = Array.from({length: at % 2 === 0 ? 18 : 9}, (_word, part) => `word${part}`).join(' ');
	return `begin${at}. ${words} ${words} end${at}.`;
});

/** The release's template holds the rows: its object, and the difference to the version before. */
function openedOn(screen: 'describe' | 'diff', options: Parameters<typeof deskOn>[1] = {}): Desk {
	const objects = objectsOf(paused).map(object => withNotes(object));
	const desk = deskOn(paused, {objects, size: {columns: 80, rows: 24}, ...options});
	if (screen === 'diff') desk.press('d');
	else {
		desk.press(':');
		desk.type('describe');
		desk.press('enter');
	}
	desk.advance(1_000);
	return desk;
}

function withNotes(object: RawObject): RawObject {
	const {name} = object.metadata as JsonObject;
	const isHolder = object.kind === 'Rollout' || (object.kind === 'ReplicaSet' && String(name).includes('866cfb757'));
	if (!isHolder) return object;
	const {spec, ...rest} = object as JsonObject;
	const {template, ...others} = spec as JsonObject;
	const pod = (template ?? {}) as JsonObject;
	return {...rest, spec: {...others, template: {...pod, spec: {...(pod.spec as JsonObject), notes}}}} as RawObject;
}

/** Without the header, whose ages grow. */
function textOn(desk: Desk): string {
	const text = renderOnce(desk.frame(), looks.noColour).replaceAll(/\u001b\[[\d;]*m/g, '');
	return text.slice(text.indexOf('\n'));
}

/** The beginnings and ends of rows that were seen, with one key until the text stands there. */
function seen(desk: Desk, key: string, until: RegExp): ReadonlySet<string> {
	const marks = new Set<string>();
	for (let presses = 0; presses < 400; presses += 1) {
		const text = textOn(desk);
		for (const [mark] of text.matchAll(/(?:begin|end)\d+\./g)) marks.add(mark);
		if (until.test(text)) return marks;
		desk.press(key);
	}
	throw new Error(`${key} leads nowhere`);
}

const atEnd = /the end, line/;
const atStart = /lines 1–/;

describe.each(['describe', 'diff'] as const)('a text of long rows in %s', screen => {
	test.each(['pagedown', 'j'])('is seen whole with %s', key => {
		expect(seen(openedOn(screen), key, atEnd).size).toBe(120);
	});

	test('is seen whole from its end', () => {
		const desk = openedOn(screen);
		desk.press('G');
		expect(seen(desk, 'pageup', atStart).size).toBe(120);
	});

	test('is seen whole beneath a banner and a note', () => {
		const desk = openedOn(screen);
		desk.world.heartbeatError = down;
		desk.world.objectError = () => down;
		desk.advance(30_000);
		expect(textOn(desk)).toMatch(/as it was at/);
		expect(seen(desk, 'pagedown', atEnd).size).toBe(120);
	});

	test('moves with the first step back from its end', () => {
		const desk = openedOn(screen);
		desk.press('G');
		const end = textOn(desk);
		desk.press('k');
		expect(textOn(desk)).not.toBe(end);
		desk.press('j');
		expect(textOn(desk)).toBe(end);
	});
});

test('a proof moves with the first page back from its end, and by as much as is shown', () => {
	const desk = deskOn(paused, {size: {columns: 60, rows: 15}});
	desk.advance(10_000);
	desk.press('=');
	// The rows of the release are read first.
	desk.advance(1_000);
	const start = textOn(desk);
	desk.press('pagedown', 'G', 'pagedown', 'pagedown');
	const end = textOn(desk);
	expect(end).toMatch(/pgup: \d+ above/);
	desk.press('pageup');
	expect(textOn(desk)).not.toBe(end);
	expect(textOn(desk)).toMatch(/pgdn: \d+ more/);
	desk.press('g');
	expect(textOn(desk)).toBe(start);
});
