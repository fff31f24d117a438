import {describe, expect, test} from 'vitest';
import type {JsonObject} from '../../source/domain/cluster/kube-object.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import type {EventsView} from '../../source/engine/screens/objects/events.ts';
import type {Desk} from './support/desk.ts';
import {confirmTowardStable, deskAt, deskOn} from './support/recorded.ts';
import {down, forbidden} from './support/session.ts';

const paused = 'argo-canary/02-paused-at-step-1';

function opened(situation: string, options: Parameters<typeof deskOn>[1] = {}): Desk {
	const desk = deskOn(situation, options);
	desk.press('e');
	desk.advance(1_000);
	return desk;
}

function viewOf(desk: Desk): EventsView {
	const {screen} = desk.frame();
	if (screen.kind !== 'events') throw new Error(`${screen.kind} is open`);
	return screen.view;
}

const texts = (desk: Desk) => viewOf(desk).rows.map(({text}) => text);

/** The id of the watch of all Events in shop. */
const allEvents = 'events|shop||';

describe('the events of a release', () => {
	test('are those of all its objects, the newest first', () => {
		const desk = opened('argo-canary/10-canary-pods-crash-looping');
		const {rows} = viewOf(desk);
		const times = rows.map(({at}) => at as string);
		expect(times).toEqual(times.toSorted().toReversed());
		expect(new Set(rows.map(({shortObject}) => shortObject.split(' ')[0]))).toContain('ReplicaSet');
		expect(rows.some(({shortObject}) => shortObject === 'Rollout')).toBe(true);
	});

	test('name a warning with its reason', () => {
		const desk = opened('argo-canary/10-canary-pods-crash-looping');
		const warnings = viewOf(desk).rows.filter(({tone}) => tone === 'warning');
		expect(warnings.length).toBeGreaterThan(0);
		for (const {text, wholeText} of warnings) expect(text).toBe(wholeText);
	});

	test('leave out those of other objects of the namespace', () => {
		const desk = opened(paused);
		const before = viewOf(desk).total;
		const [event] = desk.server.objects().filter(({kind}) => kind === 'Event');
		const about = (event as JsonObject).involvedObject as JsonObject;
		const another = {...about, kind: 'Pod', name: 'cart-5c9d7f-abcde', uid: 'other'};
		const gone = {...about, kind: 'Pod', name: 'checkout-866cfb757-zzzzz', uid: 'gone'};
		const copy = (name: string, involvedObject: JsonObject) => ({
			...event,
			metadata: {...(event?.metadata as JsonObject), name, uid: name},
			involvedObject,
			message: `about ${involvedObject.name as string}`,
		});
		desk.server.become([...desk.server.objects(), copy('a', another), copy('b', gone)]);
		desk.sync();
		expect(viewOf(desk).total).toBe(before + 1);
		expect(texts(desk)).toContain('about checkout-866cfb757-zzzzz');
	});

	test('are watched once for the namespace, and only while the screen is open', () => {
		const desk = deskOn(paused);
		expect(desk.state().cluster.watches).not.toHaveProperty([allEvents]);
		desk.press('e');
		desk.advance(1_000);
		expect(desk.state().cluster.watches).toHaveProperty([allEvents]);
		desk.press('?');
		expect(desk.state().cluster.watches).toHaveProperty([allEvents]);
		desk.press('escape', 'escape');
		desk.advance(1_000);
		expect(desk.state().cluster.watches).not.toHaveProperty([allEvents]);
	});

	test('count what happened again, and say since when', () => {
		const desk = opened(paused);
		const [first] = desk.server.objects().filter(({kind}) => kind === 'Event');
		const repeated = {
			...first,
			count: 12,
			firstTimestamp: '2026-11-21T07:00:00Z',
			lastTimestamp: '2026-11-21T07:30:00Z',
		};
		desk.server.become(desk.server.objects().map(object => (object === first ? repeated : object)));
		desk.sync();
		expect(viewOf(desk).rows.find(({count}) => count !== '')).toMatchObject({
			at: '07:30:00',
			count: '×12',
			period: '07:00:00 to 07:30:00',
		});
	});

	test('stand beside the acts of this session, each once', () => {
		const desk = deskOn(paused);
		desk.press('x');
		confirmTowardStable(desk);
		desk.advance(3_000);
		desk.press('escape', 'e');
		desk.advance(1_000);
		expect(viewOf(desk).rows.find(({object}) => object.includes(' by '))).toMatchObject({object: 'back by ana'});
		const [intent] = desk.state().intents;
		const [event] = desk.server.objects().filter(({kind}) => kind === 'Event');
		const ownEvent = {
			...event,
			metadata: {...(event?.metadata as JsonObject), name: 'own', uid: 'own'},
			source: {component: 'perch'},
			reportingInstance: intent?.id ?? '',
			message: 'perch asked to go back',
		};
		desk.server.become([...desk.server.objects(), ownEvent]);
		desk.sync();
		expect(texts(desk)).not.toContain('perch asked to go back');
	});

	test('show a change of weight that perch saw', () => {
		const desk = opened(paused);
		const weights = () =>
			viewOf(desk)
				.rows.filter(({shortObject}) => shortObject === 'weight')
				.map(({text}) => text);
		expect(weights()).toEqual(['5% when perch began to watch']);
		desk.server.mutate('VirtualService', 'checkout', [
			{op: 'replace', path: '/spec/http/0/route/0/weight', value: 80},
			{op: 'replace', path: '/spec/http/0/route/1/weight', value: 20},
		]);
		desk.sync();
		expect(weights()[0]).toBe('5% → 20%');
	});
});

describe('a row', () => {
	test('keeps its mark when newer ones come, and enter shows it whole', () => {
		const desk = opened(paused);
		desk.press('j', 'j', 'enter');
		const marked = () => viewOf(desk).rows.find(({isSelected}) => isSelected);
		const before = marked();
		expect(before?.isOpen).toBe(true);
		const [event] = desk.server.objects().filter(({kind}) => kind === 'Event');
		const newer = {
			...event,
			metadata: {...(event?.metadata as JsonObject), name: 'newer', uid: 'newer'},
			lastTimestamp: '2026-11-21T08:00:00Z',
		};
		desk.server.become([...desk.server.objects(), newer]);
		desk.sync();
		expect(marked()).toEqual(before);
		desk.press('enter');
		expect(marked()?.isOpen).toBe(false);
	});

	test('is found by the filter of this screen alone', () => {
		const desk = opened('argo-canary/10-canary-pods-crash-looping');
		const {total} = viewOf(desk);
		desk.press('/');
		desk.type('AnalysisRun');
		desk.press('enter');
		expect(viewOf(desk).total).toBeGreaterThan(0);
		expect(viewOf(desk).total).toBeLessThan(total);
		expect(viewOf(desk).footer.filter).toMatchObject({text: 'AnalysisRun'});
		expect(desk.state().screen.filter).toBeNull();
		desk.press('escape');
		expect(viewOf(desk).total).toBe(total);
		desk.press('/');
		desk.type('no such thing');
		expect(viewOf(desk).empty).toBe('nothing matches /no such thing — esc clears the filter');
	});
});

describe('what is missing', () => {
	const told = (desk: Desk, update: 'forbidden' | 'down') =>
		desk.watchTells(allEvents, {
			kind: 'failing',
			error: update === 'down' ? down : forbidden('list events'),
			retryAtMs: null,
			atMs: desk.clock.nowMs(),
		});

	test('is said while the Events are read', () => {
		const desk = deskOn(paused);
		desk.press('e');
		expect(viewOf(desk).note).toEqual({tone: 'info', text: 'reading the Events of shop …'});
	});

	test('is named with the permission, and what else is known stays', () => {
		const desk = opened(paused);
		told(desk, 'forbidden');
		expect(viewOf(desk).note).toEqual({tone: 'warning', text: 'Events of shop are missing: forbidden, list events'});
		expect(texts(desk)).toEqual(['5% when perch began to watch']);
		expect(viewOf(desk).header.banners).toEqual([]);
	});

	test('is said where the Events could never be read', () => {
		const desk = deskOn(paused);
		desk.world.listError = () => down;
		desk.press('e');
		desk.advance(1_000);
		const text = 'Events of shop cannot be read: connection refused';
		expect(viewOf(desk).note).toEqual({tone: 'warning', text});
	});

	test('is said where the Events are not up to date', () => {
		const desk = opened(paused);
		const {total} = viewOf(desk);
		told(desk, 'down');
		expect(viewOf(desk)).toMatchObject({
			total,
			note: {tone: 'warning', text: 'Events of shop are not up to date: connection refused'},
		});
	});

	test('is said of no events at all: their absence proves nothing', () => {
		const desk = opened('argo-canary/01-healthy');
		desk.server.become(desk.server.objects().filter(({kind}) => kind !== 'Event'));
		desk.sync();
		expect(viewOf(desk).empty).toMatch(/keeps Events for about an hour/);
	});

	test('is said where no row has a release', () => {
		const desk = deskAt(paused);
		desk.server.become([]);
		desk.sync();
		desk.press('e');
		expect(desk.state().screen.message?.text).toBe(ident('no release to show events of: mark a row that has one'));
	});

	test('is said of a release that is gone', () => {
		const desk = opened(paused);
		desk.server.become([]);
		desk.sync();
		expect(viewOf(desk).empty).toMatch(/gone/);
	});
});

test('what perch alone saw is not all that happened: it is said that the cluster has no Events', () => {
	const desk = deskOn(paused);
	desk.server.become(desk.server.objects().filter(({kind}) => kind !== 'Event'));
	desk.sync();
	desk.press('e');
	desk.advance(1_000);
	expect(viewOf(desk).rows.length).toBeGreaterThan(0);
	expect(viewOf(desk).note).toMatchObject({tone: 'info', text: expect.stringMatching(/^the cluster has no Events/)});
	expect(viewOf(opened(paused)).note).toBeNull();
});
