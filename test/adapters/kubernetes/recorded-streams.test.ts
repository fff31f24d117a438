import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {Transport} from '../../../source/adapters/kubernetes/http/transport.ts';
import {listAndWatch} from '../../../source/adapters/kubernetes/watch/list-watch.ts';
import type {WatchedKind} from '../../../source/domain/cluster/kube-object.ts';
import {ok} from '../../../source/domain/result.ts';
import {podKind, replicaSetKind, rolloutKind, serviceKind} from './support/kinds.ts';
import {createTestClock, type TestClock} from './support/test-clock.ts';
import {createView, type View} from './support/view.ts';

interface Line {
	readonly atMs: number;
	readonly path: string;
	readonly list?: {readonly items: readonly RawItem[]};
	readonly event?: {readonly type: string; readonly object: RawItem};
}
interface RawItem {
	readonly metadata: {readonly name: string; readonly namespace: string; readonly resourceVersion: string};
}

function readLines(name: string, kind: WatchedKind): readonly Line[] {
	const text = readFileSync(new URL(`../../fixtures/streams/${name}.jsonl`, import.meta.url), 'utf8');
	const lines = text
		.trim()
		.split('\n')
		.map(line => JSON.parse(line) as Line);
	return lines.filter(({path}) => path.endsWith(`/${kind.resource}`));
}

/** A server that replays the recording at its times, in chunks so small that they cut lines and characters. */
function replay(lines: readonly Line[], clock: TestClock): Pick<Transport, 'send' | 'follow'> {
	const startMs = clock.nowMs();
	return {
		send: async () => ok({status: 200, headers: {}, text: JSON.stringify(lines.find(({list}) => list)?.list)}),
		follow: (_request, listener) => {
			listener.opened();
			for (const {atMs, event} of lines) {
				if (!event) continue;
				clock.after(startMs + atMs - clock.nowMs(), () => {
					const bytes = Buffer.from(`${JSON.stringify(event)}\n`);
					for (let at = 0; at < bytes.length; at += 1_000) listener.received(bytes.subarray(at, at + 1_000));
				});
			}
			return new Promise(() => {});
		},
	};
}

/** The objects that a client holds at the end if it applies every line one by one. */
function expected(lines: readonly Line[]): readonly string[] {
	const held = new Map<string, string>();
	const keep = ({metadata: {name, namespace, resourceVersion}}: RawItem) =>
		held.set(`${namespace}/${name}`, `${namespace}/${name}@${resourceVersion}`);
	for (const {list, event} of lines) {
		for (const item of list?.items ?? []) keep(item);
		if (event?.type === 'ADDED' || event?.type === 'MODIFIED') keep(event.object);
		if (event?.type === 'DELETED') held.delete(`${event.object.metadata.namespace}/${event.object.metadata.name}`);
	}
	return [...held.values()].sort();
}

async function play(name: string, kind: WatchedKind): Promise<{view: View; lines: readonly Line[]}> {
	const lines = readLines(name, kind);
	const clock = createTestClock();
	const view = createView();
	const stop = listAndWatch({
		request: {kind, namespace: 'shop'},
		transport: replay(lines, clock),
		locate: async () => ok('/recorded'),
		misplaced: () => {},
		listen: update => view.take(update),
		clock,
		random: () => 0.5,
		log: message => {
			throw new Error(message);
		},
	});
	await clock.advance(Math.max(...lines.map(({atMs}) => atMs)) + 100);
	stop();
	return {view, lines};
}

describe.each(['argo-canary-release', 'argo-canary-aborted'])('the recorded stream %s', name => {
	it.each([podKind, replicaSetKind, rolloutKind, serviceKind])('ends with the right $resource', async kind => {
		const {view, lines} = await play(name, kind);
		expect(view.held).toEqual(expected(lines));
		expect(view.held.length).toBeGreaterThan(0);
		expect(view.count('listed')).toBe(1);
		expect(view.count('failing')).toBe(0);
		expect(view.count('proof')).toBe(lines.filter(({event}) => event?.type === 'BOOKMARK').length);
	});
});

it('perch gathers 295 rewrites of a Service selector in half a minute into fewer updates and loses none', async () => {
	const {view, lines} = await play('argo-canary-aborted', serviceKind);
	const events = lines.filter(({event}) => event).length;
	expect(events).toBe(295);
	expect(view.count('changed')).toBeLessThan(events);
	expect(view.held).toEqual(expected(lines));
});
