import {describe, expect, test} from 'vitest';
import {ident} from '../../source/domain/text/safe-text.ts';
import type {MetricsQuestion} from '../../source/engine/questions/question.ts';
import {questions} from '../../source/engine/questions/questions.ts';
import {screens} from '../../source/engine/screens/screens.ts';
import type {Screen} from '../../source/engine/world/context.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {releaseBackends} from '../../source/releases/registry.ts';
import {drawContained} from '../../source/views/draw-contained.ts';
import {drawFrame} from '../../source/views/draw-frame.ts';
import {panels} from '../../source/views/screens/registry.ts';
import {looks} from '../frames/look.ts';
import type {Desk} from './support/desk.ts';
import {confirmTowardStable, deskAt, deskOn, objectsOf} from './support/recorded.ts';

const paused = 'argo-canary/02-paused-at-step-1';

/** What no test may find on the screen: an error's own words may quote what perch masks. */
const secret = 'hunter2';
const throws = (): never => {
	throw new RangeError(`a bug that quotes ${secret}`);
};

const header = (desk: Desk) => desk.frame().screen.view.header;
const banners = (desk: Desk) => header(desk).banners.map(({text}) => text);
const text = (desk: Desk) =>
	drawContained(desk.frame(), looks.noColour)
		.lines.map(line => line.map(span => span.text).join(''))
		.join('\n');

/** Expects that perch says what failed, lets nothing go toward the canary, and still lets everything go back. */
function expectCareful(desk: Desk, part: RegExp): void {
	expect(banners(desk)[0]).toMatch(
		/^PERCH FAILED: what is shown may be wrong · promote is off, back needs no metrics · restart perch \(.*\)$/,
	);
	expect(banners(desk)[0]).toMatch(part);
	expect(text(desk)).not.toContain(secret);
	desk.press('p');
	expect(desk.frame().confirm).toBeNull();
	expect(desk.state().screen.message?.text).toMatch(/^perch itself failed \(.*\): restart it first$/);
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(1_000);
	expect(desk.server.applied).toHaveLength(1);
}

const withScreen = (id: string, changed: Partial<Screen>): readonly Screen[] =>
	screens.map((screen): Screen => (screen.id === id ? {...screen, ...changed} : screen));
const withQuestion = (id: string, changed: Partial<MetricsQuestion>): readonly MetricsQuestion[] =>
	questions.map((question): MetricsQuestion => (question.id === id ? {...question, ...changed} : question));
const withBackend = (changed: (backend: ReleaseBackend) => Partial<ReleaseBackend>): readonly ReleaseBackend[] =>
	releaseBackends.map(backend => ({...backend, ...changed(backend)}));

describe('where a part of perch throws, the others go on:', () => {
	test('a question that cannot say whether it is wanted', () => {
		const desk = deskOn(paused, {questions: withQuestion('trend', {wanted: throws})});
		desk.advance(30_000);
		expect(header(desk)).toMatchObject({cluster: {state: 'fresh'}, metrics: {state: 'fresh'}});
		expectCareful(desk, /question trend: RangeError/);
	});

	test('a question that fails on its answer', () => {
		const desk = deskOn(paused, {questions: withQuestion('trend', {dueAtMs: throws})});
		desk.advance(30_000);
		expect(header(desk)).toMatchObject({cluster: {state: 'fresh'}, metrics: {state: 'fresh'}});
		expectCareful(desk, /answered: RangeError/);
	});

	test('a key', () => {
		const desk = deskAt(paused, {screens: withScreen('releases', {moved: throws})});
		desk.press('R', 'down', 'enter');
		desk.advance(5_000);
		expect(header(desk)).toMatchObject({cluster: {state: 'fresh'}, metrics: {state: 'fresh'}});
		expectCareful(desk, /inputReceived: RangeError/);
	});

	test('what a screen wants to be read', () => {
		const desk = deskOn(paused, {screens: withScreen('release', {services: throws})});
		expect(header(desk).cluster.state).toBe('fresh');
		desk.press('escape');
		desk.advance(20_000);
		expect(header(desk)).toMatchObject({cluster: {state: 'fresh'}, metrics: {state: 'fresh'}});
		expect(banners(desk)[0]).toMatch(/^PERCH FAILED: /);
	});

	test('a screen that cannot be made', () => {
		const desk = deskOn(paused, {screens: withScreen('release', {select: throws})});
		expect(text(desk)).toMatch(/PERCH FAILED here \(release: RangeError\)/);
		expect(text(desk)).toMatch(/esc close.*ctrl-c quit/);
		expect(text(desk)).not.toContain(secret);
		desk.press('escape');
		expect(desk.frame().screen.kind).toBe('releases');
		expect(text(desk)).toMatch(/checkout/);
	});

	test('a screen that cannot be drawn, whatever part of it fails', () => {
		const desk = deskOn(paused);
		const frame = desk.frame();
		const drawn = drawContained(frame, looks.noColour, (one, look) =>
			drawFrame(one, look, {...panels, release: throws}),
		);
		expect(drawn.undrawn).toBe('release: RangeError');
		expect(drawn.lines).toHaveLength(frame.size.rows);
		const all = drawContained({...frame, screen: {kind: 'release', view: {} as never}}, looks.noColour);
		expect(all.undrawn).toBe('release: TypeError');
		expect(all.lines).toHaveLength(frame.size.rows);
		expect(JSON.stringify([drawn.lines, all.lines])).not.toContain(secret);
	});

	test('a backend that fails on one object: that release is not understood, and has no verbs', () => {
		const assemble = ({assemble: own}: ReleaseBackend): Partial<ReleaseBackend> => ({
			assemble: (anchor, ...rest) => (anchor.metadata.name === 'checkout' ? throws() : own(anchor, ...rest)),
		});
		const desk = deskAt('flagger/02-progressing', {
			objects: [...objectsOf('flagger/02-progressing'), ...objectsOf(paused)],
			backends: withBackend(assemble),
		});
		desk.press('R');
		expect(text(desk)).toMatch(/NOT UNDERSTOOD +shop\/checkout .*content \(RangeError/);
		const releases = [...desk.context.derive.releases(desk.state()).values()];
		expect(releases.filter(({notUnderstood}) => !notUnderstood).length).toBeGreaterThan(0);
		expect(desk.state().defect).toBeNull();
		expect(text(desk)).not.toContain(secret);
	});

	test('a backend that fails on every object: perch still quits at ctrl-c', () => {
		const desk = deskAt(paused, {backends: withBackend(() => ({isRelease: throws}))});
		desk.advance(5_000);
		expect(text(desk)).toMatch(/PERCH FAILED here/);
		desk.press('ctrl-c');
		expect(desk.given('exit')).toHaveLength(1);
	});
});

test('a dialog that cannot be shown is closed, and confirms nothing', () => {
	const desk = deskOn(paused);
	desk.press('x');
	desk.advance(500);
	expect(desk.frame().confirm).not.toBeNull();
	desk.press('right');
	desk.input({kind: 'undrawn', text: ident('release: RangeError')});
	expect(desk.frame().confirm).toBeNull();
	desk.press('enter', 'enter');
	desk.advance(1_000);
	expect(desk.given('record')).toEqual([]);
	expect(desk.server.applied).toEqual([]);
	expect(banners(desk)[0]).toMatch(/^PERCH FAILED: .*\(release: RangeError\)$/);
});
