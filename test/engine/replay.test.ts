import {describe, expect, test} from 'vitest';
import {questions} from '../../source/engine/questions/questions.ts';
import {readRecording, recordedEvent, recordingHeader, replay} from '../../source/engine/replay.ts';
import {screens} from '../../source/engine/screens/screens.ts';
import {meshes} from '../../source/meshes/registry.ts';
import {policyReaders} from '../../source/policies/registry.ts';
import {releaseBackends} from '../../source/releases/registry.ts';
import {extentOf} from '../../source/views/screens/extent-of.ts';
import type {Desk} from './support/desk.ts';
import {confirmTowardCanary, confirmTowardStable, deskOn, objectsOf} from './support/recorded.ts';

const registries = {backends: releaseBackends, meshes, policyReaders, questions, screens, extentOf};
const size = {columns: 160, rows: 45};

/** A promote up to its effect, a change by a colleague and a way back, with all answers in between. */
function busyRun(): Desk {
	const desk = deskOn('argo-canary/02-paused-at-step-1');
	desk.press('p');
	confirmTowardCanary(desk);
	desk.advance(2_000);
	desk.server.become(objectsOf('argo-canary/04-timed-pause-20-percent'));
	desk.sync();
	desk.advance(12_345);
	desk.press('1', ']', 'escape', '/', 'c', 'enter', 'escape', 'enter', 'x');
	confirmTowardStable(desk);
	desk.type('latency');
	desk.advance(700);
	return desk;
}

function textOf(desk: Desk): string {
	return [recordingHeader([desk.session], size), ...desk.events.map(recordedEvent), ''].join('\n');
}

/** A recording holds the objects of a plan with their private values masked: their digests are other ones. */
function withoutTemplates(value: object): unknown {
	return JSON.parse(JSON.stringify(value, (name, member: unknown) => (name === 'template' ? undefined : member)));
}

describe('a recorded run', () => {
	test('gives the same last frame and the same state when it is read from its lines', () => {
		const desk = busyRun();
		const recording = readRecording(textOf(desk));
		if (!recording.ok) throw new Error(recording.error);
		expect(recording.value.events).toHaveLength(desk.events.length);
		const again = replay(registries, recording.value);
		expect(again.frame).toEqual(desk.frame());
		expect(withoutTemplates(again.state.intents)).toEqual(withoutTemplates(desk.state().intents));
		expect(again.state.screen).toEqual(desk.state().screen);
		expect(desk.server.applied).toHaveLength(2);
	});

	test('gives the frame of every moment, not only of the last', () => {
		const desk = busyRun();
		const {events, session} = desk;
		const before = events.findIndex(event => event.kind === 'inputReceived');
		const early = replay(registries, {sessions: [session], size, events: events.slice(0, before)});
		expect(early.frame.screen.kind).toBe('home');
		expect(replay(registries, {sessions: [session], size, events}).frame).not.toEqual(early.frame);
	});

	test('keeps numbers that JSON cannot hold', () => {
		const latency = {
			atMs: 1,
			value: [
				{
					identity: {namespace: 'shop', service: 'checkout', workload: null, version: null},
					viewpoint: 'source',
					buckets: [{upperMs: Number.POSITIVE_INFINITY, perSecond: Number.NaN}],
				},
			],
		};
		const event = {kind: 'latencyRead', atMs: 2, generation: 1, result: {ok: true, value: latency}} as never;
		const desk = busyRun();
		const text = [recordingHeader([desk.session], size), recordedEvent(event), ''].join('\n');
		expect(readRecording(text)).toMatchObject({ok: true, value: {events: [event]}});
	});

	test('that was cut off in its last line is read up to there; one that is broken earlier is refused', () => {
		const desk = busyRun();
		const text = textOf(desk);
		const cut = readRecording(text.slice(0, -20));
		expect(cut).toMatchObject({ok: true});
		expect(cut.ok && cut.value.events.length).toBe(desk.events.length - 1);
		const lines = text.split('\n');
		expect(readRecording(lines.with(3, '{"kind":').join('\n'))).toEqual({
			ok: false,
			error: 'line 4 of the recording cannot be read',
		});
		expect(readRecording('{"format":"another"}')).toMatchObject({ok: false});
		expect(readRecording('')).toMatchObject({ok: false});
	});
});
