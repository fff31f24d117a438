import {expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import type {LogState} from '../../source/ports/logs.ts';
import {createDesk} from './support/desk.ts';
import {deskAtLogs, followed, shownTexts, tells, view, writes} from './support/logs-desk.ts';
import {deskOn, objectsOf} from './support/recorded.ts';

const numbered = (count: number) => Array.from({length: count}, (_, at) => `line ${at}`);

test('opening the logs follows every pod of both versions, and leaving ends it', () => {
	const {desk} = deskAtLogs();
	const {follow} = followed(desk);
	expect(follow).toMatchObject({isPrevious: false, sinceSeconds: 300});
	expect(new Set(follow.pods.map(({revision}) => revision)).size).toBe(2);
	desk.press('?');
	expect(desk.given('stopLogs')).toHaveLength(0);
	desk.press('escape', 'escape');
	expect(desk.given('stopLogs')).toHaveLength(1);
	expect(desk.state().cluster.logs).toBeNull();
});

test('the newest lines are shown until one moves up, and again after the last key', () => {
	const {desk, book} = deskAtLogs();
	writes(desk, book, numbered(100));
	expect(shownTexts(desk).at(-1)).toBe('line 99');
	desk.press('up', 'up');
	writes(desk, book, ['new 1', 'new 2']);
	expect(shownTexts(desk).at(-1)).toBe('line 97');
	expect(view(desk).newerBelow).toBe(4);
	desk.press('first');
	desk.press('G');
	expect(shownTexts(desk).at(-1)).toBe('new 2');
	expect(view(desk).newerBelow).toBeNull();
	desk.press('f');
	writes(desk, book, ['new 3']);
	expect(shownTexts(desk).at(-1)).toBe('new 2');
});

test('the first key shows a whole page of the oldest lines', () => {
	const {desk, book} = deskAtLogs();
	writes(desk, book, numbered(100));
	desk.press('g');
	expect(shownTexts(desk)).toEqual(numbered(10));
});

test('a filter is of this view alone, is typed without acting, and goes with esc before the screen does', () => {
	const {desk, book} = deskAtLogs();
	writes(desk, book, ['payment timed out', 'health check', 'request']);
	desk.press('/');
	desk.type('!health');
	expect(shownTexts(desk)).toEqual(['payment timed out', 'request']);
	expect(view(desk).footer.filter).toEqual({text: '!health', isEditing: true});
	desk.press('enter');
	expect(desk.state().screen.filter).toBeNull();
	expect(desk.state().screen.dialog).toBeNull();
	desk.press('escape');
	expect(shownTexts(desk)).toHaveLength(3);
	expect(view(desk).footer.filter).toBeNull();
	desk.press('escape');
	expect(desk.frame().screen.kind).toBe('release');
});

test('a filter finds a JSON line by what is shown of it and by what was written, and leaves it out by either', () => {
	const {desk, book} = deskAtLogs();
	writes(desk, book, ['{"level":"error","msg":"x","status":503}', '{"level":"info","msg":"y","status":200}']);
	desk.press('/');
	desk.type('status=503');
	expect(shownTexts(desk)).toEqual(['ERROR x status=503']);
	desk.press('escape', '/');
	desk.type('"status":503');
	expect(shownTexts(desk)).toEqual(['ERROR x status=503']);
	desk.press('escape', '/');
	desk.type('!error x');
	expect(shownTexts(desk)).toEqual(['INFO y status=200']);
});

test('less or more of the past, and the run before, are other readings', () => {
	const {desk} = deskAtLogs();
	const before = followed(desk).id;
	desk.press(']');
	expect(followed(desk).follow.sinceSeconds).toBe(900);
	expect(followed(desk).id).not.toBe(before);
	desk.press(']', ']', ']');
	expect(followed(desk).follow.sinceSeconds).toBeNull();
	expect(desk.state().screen.message?.text).toBe('the logs are read from their start');
	desk.press('o');
	expect(followed(desk).follow.isPrevious).toBe(true);
});

test('what an earlier reading tells comes too late', () => {
	const {desk, book} = deskAtLogs();
	const {id} = followed(desk);
	desk.press(']');
	desk.dispatch({kind: 'logsTold', id, told: {newest: 5, dropped: 7, isGathering: false, pods: {}}});
	expect(desk.state().cluster.logs?.told).toBeNull();
	expect(book.entries(followed(desk).id)).toEqual([]);
});

test('stable and canary are shown merged with marks, apart, or one of them', () => {
	const {desk, book} = deskAtLogs();
	writes(desk, book, ['of stable']);
	writes(desk, book, ['of canary'], 'canary');
	expect(view(desk).sections[0]?.lines.map(({role}) => role)).toEqual(['stable', 'canary']);
	desk.press('v');
	expect(view(desk).sections.map(({title, lines}) => [title?.role, lines.map(({text}) => text)])).toEqual([
		['stable', ['of stable']],
		['canary', ['of canary']],
	]);
	desk.press('tab', 'tab');
	expect(shownTexts(desk)).toEqual(['of canary']);
	expect(view(desk).status).toMatch(/^ONLY CANARY · /);
	desk.press('v');
	expect(view(desk).sections.map(({title}) => title?.role)).toEqual(['stable', 'canary']);
});

test('the footer says what a key does now, and the screen follows only where new lines can come', () => {
	const {desk, book} = deskAtLogs();
	const label = (key: string) => view(desk).footer.keys.find(one => one.key === key)?.label;
	expect([label('f'), label('v'), label('o')]).toEqual(['stop', 'apart', 'previous']);
	expect(view(desk).isFollowing).toBe(false);
	writes(desk, book, ['one']);
	expect(view(desk).isFollowing).toBe(true);
	desk.press('z');
	expect(view(desk).isFollowing).toBe(false);
	desk.press('z', 'v', 'f');
	expect([label('f'), label('v')]).toEqual(['follow', 'together']);
	expect(view(desk).isFollowing).toBe(false);
	desk.press('o');
	tells(desk, book, [{kind: 'ended', reason: safe`read to its end`}]);
	expect(label('o')).toBe('present run');
	expect(view(desk).isFollowing).toBe(false);
});

test('nothing is followed while the API server is silent, though its streams have not ended', () => {
	const {desk, book} = deskAtLogs();
	writes(desk, book, ['one']);
	desk.world.latencyMs = () => 'never';
	desk.advance(20_000);
	expect(view(desk).isFollowing).toBe(false);
});

test('a frozen display keeps the lines of its moment', () => {
	const {desk, book} = deskAtLogs();
	writes(desk, book, ['before']);
	desk.press('z');
	writes(desk, book, ['after']);
	expect(shownTexts(desk)).toEqual(['before']);
	desk.press('z');
	expect(shownTexts(desk)).toEqual(['before', 'after']);
});

test.each<[readonly LogState[], RegExp]>([
	[[{kind: 'opening'}], /^reading the logs of/],
	[[{kind: 'following'}], /^no lines yet in the last 5 min — \] reads further back$/],
	[
		[{kind: 'forbidden', missing: safe`get pods/log`}],
		/^forbidden: get pods\/log in shop — ask for the role perch-viewer/,
	],
	[[{kind: 'waiting', reason: safe`ContainerCreating`}], /waiting to start, ContainerCreating$/],
	[[{kind: 'noPrevious'}, {kind: 'noPrevious'}], /^no container has a previous run/],
	[[{kind: 'failing', message: safe`no answer`, retryAtMs: 0}], /^the logs cannot be read: no answer — trying again$/],
])('without lines the screen says why: %j', (states, text) => {
	const {desk, book} = deskAtLogs();
	tells(desk, book, states);
	expect(view(desk).sections[0]?.empty).toMatch(text);
});

test('pods that are not read are told while others are', () => {
	const {desk, book} = deskAtLogs();
	writes(desk, book, ['one']);
	tells(desk, book, [{kind: 'following'}, {kind: 'failing', message: safe`no answer`, retryAtMs: 0}, {kind: 'gone'}]);
	expect(view(desk).status).toMatch(/^1 of \d+ pods · last 5 min/);
	expect(view(desk).problems.map(({text}) => text)).toEqual(['LOST pod-1: no answer · trying again', 'gone: pod-2']);
});

test('a row without a release has no logs, and the key says so', () => {
	const services = objectsOf('argo-canary/02-paused-at-step-1').filter(({kind}) => kind === 'Service');
	const desk = createDesk({objects: services, nowMs: Date.parse('2026-11-21T07:11:23Z')});
	desk.advance(2_000);
	desk.press('l');
	expect(desk.frame().screen.kind).toBe('home');
	expect(desk.state().screen.message?.text).toBe('no logs here: mark a row that has a release');
});

test('without a live cluster the screen says that logs are not recorded', () => {
	const desk = deskOn('argo-canary/02-paused-at-step-1');
	desk.press('l');
	expect(view(desk).sections[0]?.empty).toMatch(/^logs are not part of a recording/);
});
