import {readdirSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {Effect, Plan} from '../../source/domain/release/plan.ts';
import type {Release} from '../../source/domain/release/release.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {releaseBackends} from '../../source/releases/registry.ts';
import {readSituation} from '../releases/situation.ts';
import {carriedByOthers, greatestShare, serving} from './support/counted-traffic.ts';
import {type Seen, seen} from './support/seen-cluster.ts';
import {variationsOf} from './support/varied-traffic.ts';

/*
 * Compares what releases say of their traffic with the raw objects: every entry of every route, every selector of a
 * Service and every ReplicaSet. The figures are counted here apart from the code that the product reads them with.
 */

const folder = new URL('../fixtures/cluster/', import.meta.url);
const names = readdirSync(folder).flatMap(kind =>
	readdirSync(new URL(`${kind}/`, folder)).map(file => `${kind}/${file.replace('.json', '')}`),
);

type Objects = readonly RawObject[];

let denied = 0;
let onOne = 0;
let done = 0;

describe.each(names)('%s', name => {
	const {objects, nowMs} = readSituation(name);
	const variations = variationsOf(objects);

	test.each(variations)('%s: perch shows no share, way back or end that the objects contradict', (_what, changed) => {
		for (const release of seenOnce(changed, nowMs).releases.values()) {
			const carried = greatestShare(release, changed);
			if (carried === null || carried === 0) continue;
			denied += 1;
			expect([release.key, release.split.configuredPercent]).not.toEqual([release.key, 0]);
			expect([release.key, release.back.text]).not.toEqual([release.key, expect.stringMatching(/already back/)]);
			expect([release.key, isSaidToBeOver(release)]).toEqual([release.key, false]);
		}
	});

	test.each(variations)('%s: perch says all traffic is on one version only where one gets all', (_what, changed) => {
		const {releases, nowLines} = seenOnce(changed, nowMs);
		for (const [key, text] of nowLines) {
			if (!/all traffic/.test(text)) continue;
			onOne += 1;
			const release = releases.get(key);
			expect([key, release && serving(release, changed)]).toEqual([key, 1]);
		}
	});

	test.each(variations)('%s: perch calls no request done that these objects contradict', (_what, changed) => {
		const later = seenOnce(changed, nowMs).releases;
		for (const earlier of situationsBeside(name)) {
			const before = seenOnce(readSituation(earlier).objects, readSituation(earlier).nowMs);
			for (const [request, plan] of before.plans) {
				const [was, now] = [before.releases.get(plan.release), later.get(plan.release)];
				if (plan.verb !== 'back' || !was || !now || effectOf(plan, was, now).kind !== 'effective') continue;
				done += 1;
				const carried = carriedByOthers(now, plan, changed);
				expect([earlier, request, carried]).toEqual([earlier, request, carried === null ? null : 0]);
			}
		}
	});

	test.each(variations)('%s: a plan leads toward stable only where stable is known', (_what, changed) => {
		const {releases, plans} = seenOnce(changed, nowMs);
		for (const [request, plan] of plans) {
			const release = releases.get(plan.release);
			const isKnown = release?.stable !== null || release.back.to !== null;
			expect([request, plan.direction === 'towardStable' && !isKnown]).toEqual([request, false]);
			expect([request, plan.facts.length > 0]).toEqual([request, true]);
		}
	});
});

test('each of these checks ran often enough', () => {
	expect(denied).toBeGreaterThan(50);
	expect(onOne).toBeGreaterThan(50);
	expect(done).toBeGreaterThan(50);
});

const looks = new Map<Objects, Seen>();

function seenOnce(objects: Objects, nowMs: number): Seen {
	const look = looks.get(objects) ?? seen(objects, nowMs);
	looks.set(objects, look);
	return look;
}

/** The situations of the same release, including this one. */
function situationsBeside(name: string): readonly string[] {
	const [of] = name.split('/');
	return of === 'routes' ? [name] : names.filter(one => one.startsWith(`${of}/`));
}

function effectOf(plan: Plan, before: Release, now: Release): Effect {
	const backend: ReleaseBackend | undefined = releaseBackends.find(({id}) => id === now.backend);
	const operation = backend?.operations[plan.verb];
	if (!operation) throw new Error(`${now.backend} has no ${plan.verb}`);
	return operation.effect(plan, before, now);
}

/** The release is stable, and has no canary or has every step done. */
function isSaidToBeOver({steps, phase, canary}: Release): boolean {
	const areTicked = steps.length > 0 && steps.every(({state}) => state === 'done');
	return phase.kind === 'stable' && (canary === null || areTicked);
}
