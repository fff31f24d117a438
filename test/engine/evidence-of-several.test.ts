import {describe, expect, test} from 'vitest';
import type {ReleaseKey} from '../../source/domain/cluster/keys.ts';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {TrafficSample} from '../../source/domain/signals/signals.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {verdictOf} from '../../source/engine/evidence/verdict.ts';
import {type EvidenceAsked, evidenceRows} from '../../source/engine/questions/evidence-rows.ts';
import {readSituation} from '../releases/situation.ts';
import {askings} from './support/asking.ts';
import {createDesk, type Desk} from './support/desk.ts';
import {alike, unreachable} from './support/proving.ts';
import {checkout, objectsOf} from './support/recorded.ts';
import {narrow} from './support/session.ts';
import {paused, stepMs} from './support/verdicts.ts';

const namespaces = ['shop', 'site', 'depot'] as const;
type Namespace = (typeof namespaces)[number];
const keyIn = (namespace: Namespace) => checkout.replace('/shop/', `/${namespace}/`) as ReleaseKey;
const nowMs = readSituation(paused).nowMs + 600_000;

/** The recorded release in another namespace, as another object. */
function objectsIn(namespace: Namespace): readonly RawObject[] {
	return JSON.parse(JSON.stringify(objectsOf(paused)).replaceAll('"shop"', `"${namespace}"`), (key, value) =>
		key === 'uid' ? `${value}-in-${namespace}` : value,
	);
}

const trafficIn = (namespace: Namespace): readonly TrafficSample[] =>
	alike().map(sample => ({...sample, identity: {...sample.identity, namespace: ident(namespace)}}));

function deskWith(...of: readonly Namespace[]): Desk {
	const desk = createDesk({
		objects: of.flatMap(objectsIn),
		nowMs,
		size: narrow,
		world: {trafficAt: () => namespaces.flatMap(trafficIn)},
	});
	desk.advance(10_000);
	return desk;
}

const releasesOf = ({releases}: EvidenceAsked) => releases.map(({release}) => release);
const kindOf = (desk: Desk, namespace: Namespace) => {
	const release = desk.context.derive.releases(desk.state()).get(keyIn(namespace));
	return release && verdictOf(desk.context, desk.state(), release)?.kind;
};
const asked = (desk: Desk) => askings(desk, evidenceRows);

describe('the rows of several releases', () => {
	test('are asked for in one question for each new row, once all are read up to now', () => {
		const desk = deskWith(...namespaces);
		const before = asked(desk).length;
		desk.advance(10 * stepMs);
		const since = asked(desk).slice(before);
		expect(since).toHaveLength(10);
		for (const {asked: one} of since) {
			expect(new Set(releasesOf(one))).toEqual(new Set(namespaces.map(keyIn)));
			expect(one.toMs - one.fromMs).toBe(stepMs);
		}
		for (const namespace of namespaces) expect(kindOf(desk, namespace)).toBe('noHarm');
	});

	test('of one that comes later are read alone until it has as many', () => {
		const desk = deskWith('shop', 'site');
		desk.advance(60_000);
		const before = asked(desk).length;
		desk.server.become(namespaces.flatMap(objectsIn));
		desk.sync();
		desk.advance(60_000);
		const since = asked(desk).slice(before);
		const alone = since.filter(({asked: one}) => releasesOf(one).includes(keyIn('depot')) && one.releases.length === 1);
		expect(alone.length).toBeGreaterThan(0);
		for (const {asked: one} of since)
			expect(
				[[keyIn('depot')], [keyIn('shop'), keyIn('site')], namespaces.map(keyIn)].map(all => all.toSorted()),
			).toContainEqual(releasesOf(one).toSorted());
		expect(since.at(-1)?.asked.releases).toHaveLength(3);
		// The others did not wait for it.
		expect(desk.state().metrics.evidence[checkout]?.upToMs).toBe(since.at(-1)?.asked.toMs);
	});

	test('are not asked for within 15 s of a failure, and then for another release first', () => {
		const desk = deskWith(...namespaces);
		desk.world.evidenceError = () => unreachable;
		const before = asked(desk).length;
		desk.advance(20 * stepMs);
		const since = asked(desk).slice(before);
		expect(since.length).toBeGreaterThan(5);
		for (const [at, {asked: one, givenAtMs}] of since.entries()) {
			const last = since[at - 1];
			if (!last) continue;
			expect(givenAtMs - last.givenAtMs).toBeGreaterThanOrEqual(15_000);
			expect(releasesOf(one)[0]).not.toBe(releasesOf(last.asked)[0]);
		}
	});

	test('that cannot be read of one release keep no other waiting', () => {
		const desk = deskWith(...namespaces);
		desk.world.evidenceError = one => (releasesOf(one).includes(keyIn('site')) ? unreachable : null);
		desk.advance(20 * stepMs);
		const {evidence} = desk.state().metrics;
		const isUpToDate = (namespace: Namespace) =>
			desk.clock.nowMs() - (evidence[keyIn(namespace)]?.upToMs ?? 0) < 5 * stepMs;
		expect(namespaces.map(isUpToDate)).toEqual([true, false, true]);
	});

	test('are those of the open release first', () => {
		const desk = createDesk({
			objects: namespaces.flatMap(objectsIn),
			nowMs,
			size: narrow,
			world: {trafficAt: () => namespaces.flatMap(trafficIn), latencyMs: ({kind}) => (kind === 'ask' ? 3_000 : 5)},
		});
		desk.advance(1_000);
		desk.press('R', 'end', 'enter');
		const {stack} = desk.state().screen;
		const open = stack.at(-1);
		const key = open && 'key' in open ? open.key : null;
		desk.advance(60_000);
		const answered = asked(desk).filter(({asked: one}) => one.releases.some(({isOpen}) => isOpen));
		expect(answered.length).toBeGreaterThan(0);
		for (const {asked: one} of answered) expect(one.releases[0]).toMatchObject({release: key, isOpen: true});
	});
});
