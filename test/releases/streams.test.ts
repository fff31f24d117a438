import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {Release} from '../../source/domain/release/release.ts';
import {sceneFrom} from './operator.ts';

/** Whole releases as they came over the wire, object by object: what an operator would have read, line by line. */
test('perch shows the recorded stream of a release that was promoted to its end', () => {
	expect(replay('argo-canary-release')).toEqual([
		'stable 7/7 0%',
		'progressing: waiting for the controller to see the new spec 7/7 0%',
		'progressing: more replicas need to be updated 0/7 0%',
		'progressing: more replicas need to be updated 1/7 5%',
		'paused: person 1/7 5%',
		'progressing: waiting for the rollout to unpause 1/7 5%',
		'progressing: more replicas need to be updated 2/7 5%',
		'progressing: more replicas need to be updated 3/7 20%',
		'paused: timer 3/7 20%',
		'progressing: more replicas need to be updated 4/7 20%',
		'analysing 4/7 20%',
		'progressing: more replicas need to be updated 5/7 20%',
		'progressing: more replicas need to be updated 6/7 50%',
		'paused: person 6/7 50%',
		'progressing: waiting for the rollout to unpause 6/7 50%',
		'progressing: more replicas need to be updated 7/7 50%',
		'progressing: waiting for all steps to complete 7/7 50%',
		'stable 7/7 0%',
	]);
});

test('perch shows the recorded stream of a release that was aborted at its first pause', () => {
	expect(replay('argo-canary-aborted')).toEqual([
		'stable 7/7 0%',
		'progressing: waiting for the controller to see the new spec 7/7 0%',
		'progressing: more replicas need to be updated 0/7 0%',
		'progressing: more replicas need to be updated 1/7 5%',
		'paused: person 1/7 5%',
		'aborted 0/7 0%',
	]);
});

interface Line {
	readonly atMs: number;
	readonly list?: {readonly kind: string; readonly apiVersion: string; readonly items: readonly RawObject[]};
	readonly event?: {readonly type: string; readonly object: RawObject};
}

function replay(name: string): readonly string[] {
	const text = readFileSync(new URL(`../fixtures/streams/${name}.jsonl`, import.meta.url), 'utf8');
	const objects = new Map<string, RawObject>();
	const lines: string[] = [];
	for (const line of text
		.trim()
		.split('\n')
		.map(json => JSON.parse(json) as Line)) {
		for (const item of line.list?.items ?? []) {
			keep(objects, {...item, kind: line.list?.kind.replace(/List$/, '') ?? ''});
		}
		if (line.event?.type === 'BOOKMARK') continue;
		if (line.event?.type === 'DELETED') objects.delete(keyOf(line.event.object));
		else if (line.event) keep(objects, line.event.object);
		if (line.event?.object.kind !== 'Rollout' && line.list?.kind !== 'RolloutList') continue;
		const said = say(releaseOf([...objects.values()], line.atMs));
		if (said !== lines.at(-1)) lines.push(said);
	}
	return lines;
}

function releaseOf(objects: readonly RawObject[], atMs: number): Release {
	return sceneFrom(
		objects.filter(
			({kind, metadata}) => !/^(Rollout|Deployment)$/.test(String(kind)) || (metadata as RawObject).name === 'checkout',
		),
		atMs,
	).release;
}

function say({phase, stepIndex, steps, split}: Release): string {
	const because = phase.kind === 'paused' || phase.kind === 'progressing' ? `: ${phase.because}` : '';
	return `${phase.kind}${because} ${stepIndex}/${steps.length} ${split.configuredPercent}%`;
}

function keep(objects: Map<string, RawObject>, object: RawObject): void {
	objects.set(keyOf(object), object);
}

function keyOf({kind, metadata}: RawObject): string {
	const {namespace, name} = metadata as RawObject;
	return `${String(kind)} ${String(namespace)}/${String(name)}`;
}
