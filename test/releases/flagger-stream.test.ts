import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {Release} from '../../source/domain/release/release.ts';
import {sceneFrom} from './operator.ts';

/** A whole release as it came over the wire, object by object: what an operator would have read, line by line. */
test('perch shows the recorded stream of a release that failed, and of the next one to its end', () => {
	expect(replay().lines).toEqual([
		'13.0.4 0% progressing: waiting for Flagger to see the new template | Flagger sees the new template and scales the target up',
		'14.0.0 0% progressing: waiting for Flagger to see the new template | Flagger sees the new template and scales the target up',
		'14.0.0 0% aborted: Canary analysis failed, Deployment scaled to zero. | nothing by itself: rolled back; the target still says 14.0.0',
		"14.0.0 0% progressing: the canary's pods start: 0 of 2 are ready | waits for the canary's pods, 0 of 2 are ready; rolls back at 08:22:32 without progress",
		"14.0.0 0% progressing: the canary's pods start: 1 of 2 are ready | waits for the canary's pods, 1 of 2 are ready; rolls back at 08:22:32 without progress",
		'14.0.0 0% progressing: the analysis starts | 10% if the checks pass; 3 failed checks roll back',
		'14.0.0 10% analysing: checks at 10% | 20% if the checks pass; 3 failed checks roll back',
		'14.0.0 20% analysing: checks at 20% | 30% if the checks pass; 3 failed checks roll back',
		'14.0.0 30% analysing: checks at 30% | 40% if the checks pass; 3 failed checks roll back',
		'14.0.0 40% analysing: checks at 40% | 50% if the checks pass; 3 failed checks roll back',
		'14.0.0 50% analysing: checks at 50% | asks the promotion gate, then promotes; 3 failed checks roll back',
		'14.0.0 50% progressing: promoting: the primary takes over the new version | traffic to the primary once its new pods are ready, 0 of 2 are',
		'14.0.0 50% progressing: promoting: the primary takes over the new version | traffic to the primary once its new pods are ready, 1 of 2 are',
		'14.0.0 50% progressing: promoting: the primary takes over the new version | traffic to the primary once its new pods are ready, 2 of 2 are',
		'no canary 50% progressing: promoting: the primary takes over the new version | traffic to the primary once its new pods are ready, 2 of 2 are',
		'no canary 50% progressing: promoting: the primary takes over the new version | all traffic to the primary',
		'no canary 0% progressing: promoting: the primary takes over the new version | all traffic to the primary',
		'no canary 0% progressing: finalising: all traffic to the primary, the target stops | the target scales to zero: the release is over',
		'no canary 0% stable | nothing: no release is under way',
	]);
});

test('perch shows the weight of the route, whatever object came last', () => {
	const {weights} = replay();
	expect(weights.length).toBeGreaterThan(100);
	for (const {shown, route} of weights) expect(shown).toBe(route);
	expect([...new Set(weights.map(({route}) => route))]).toEqual([0, 10, 20, 30, 40, 50]);
});

interface Line {
	readonly atMs: number;
	readonly list?: {readonly kind: string; readonly apiVersion: string; readonly items: readonly RawObject[]};
	readonly event?: {readonly type: string; readonly object: RawObject};
}

function replay() {
	const text = readFileSync(new URL('../fixtures/streams/flagger-canary-release.jsonl', import.meta.url), 'utf8');
	const objects = new Map<string, RawObject>();
	const lines: string[] = [];
	const weights: {shown: number | 'unknown'; route: number}[] = [];
	// The stream counts from its beginning; its objects have the server's times.
	const beganMs = Date.parse('2026-11-21T08:12:31Z');
	for (const line of text
		.trim()
		.split('\n')
		.map(json => JSON.parse(json) as Line)) {
		const {list, event} = line;
		for (const item of list?.items ?? []) {
			keep(objects, {...item, apiVersion: list?.apiVersion ?? '', kind: list?.kind.replace(/List$/, '') ?? ''});
		}
		if (event?.type === 'BOOKMARK') continue;
		if (event?.type === 'DELETED') objects.delete(keyOf(event.object));
		else if (event) keep(objects, event.object);
		const all = [...objects.values()];
		const route = all.find(({kind}) => kind === 'VirtualService');
		if (!event || !route) continue;
		const {release} = sceneFrom(all, beganMs + line.atMs);
		const spec = route.spec as {readonly http: readonly {readonly route: readonly {readonly weight: number}[]}[]};
		weights.push({shown: release.split.configuredPercent, route: spec.http[0]?.route[1]?.weight ?? Number.NaN});
		const said = say(release);
		if (said !== lines.at(-1)) lines.push(said);
	}
	return {lines, weights};
}

function say({phase, split, canary, revisions, next, contradictions}: Release): string {
	const because = 'because' in phase ? `: ${phase.because}` : '';
	const tag = revisions.find(({key}) => key === canary)?.tag ?? 'no canary';
	const wrong = contradictions.length === 0 ? '' : ` !! ${contradictions.map(({text}) => text).join(', ')}`;
	return `${tag} ${split.configuredPercent}% ${phase.kind}${because} | ${next.text}${wrong}`;
}

function keep(objects: Map<string, RawObject>, object: RawObject): void {
	objects.set(keyOf(object), object);
}

function keyOf({kind, metadata}: RawObject): string {
	const {namespace, name} = metadata as RawObject;
	return `${String(kind)} ${String(namespace)}/${String(name)}`;
}
