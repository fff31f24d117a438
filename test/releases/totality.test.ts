import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import {releaseBackends} from '../../source/releases/registry.ts';
import {operationOf, planOf, requestsOf, sceneOrNull} from './operator.ts';
import {readSituation} from './situation.ts';

const names = [
	'argo-canary/02-paused-at-step-1',
	'argo-canary/03-manually-paused',
	'argo-canary/05-step-analysis-running',
	'argo-canary/08-analysis-failed',
	'argo-canary/10-canary-pods-crash-looping',
	'argo-canary/14-controller-not-running',
	'argo-basic-canary/03-aborted-while-manually-paused',
	'argo-bluegreen/02-preview-waits-for-promotion',
	'argo-bluegreen/05-aborted-after-cutover-unready',
	'deployment/02-rolling',
	'deployment/05-progress-deadline-exceeded',
	'statefulset/01-partitioned',
	'statefulset/02-canary-on-ordinal-2',
	'daemonset/02-second-revision',
	'flagger/02-progressing',
	'flagger/03-suspended',
	'flagger/04-waiting-promotion',
	'flagger/07-checks-failing',
	'flagger/09-promoting',
	'flagger/11-succeeded',
	'service-selector/01-blue-selected',
	'routes/istio',
	'routes/gateway-api',
	'routes/grpc-route',
	'routes/linkerd-route',
	'routes/smi',
	'routes/ingress-nginx',
];
const situations = names.map(readSituation);
const anchorKinds = new Set<string>(releaseBackends.map(({anchor}) => anchor.kind));

/** The API server never writes a field of a wrong type, but anything may be missing, empty or late. */
test('whatever is missing, a release is assembled and every verb answers with a plan or a reason', () => {
	let plans = 0;
	fc.assert(
		fc.property(fc.constantFrom(...situations), fc.infiniteStream(fc.nat()), ({objects, nowMs}, choices) => {
			const mutilated = objects.flatMap(object => {
				const copy = mutilate(object, choices);
				return copy === null ? [] : [copy];
			});
			const scene = sceneOrNull(mutilated, nowMs);
			if (!scene) return;
			for (const {verb, answers} of requestsOf(scene)) {
				const plan = planOf(scene, verb, answers);
				if (!plan.ok) {
					expect(plan.error.reason.length).toBeGreaterThan(0);
					continue;
				}
				plans += 1;
				const effect = operationOf(scene, verb).effect(plan.value, scene.release, scene.release);
				expect(effect.evidence.length).toBeGreaterThan(0);
			}
			expect(`${JSON.stringify(scene.release)}`).not.toMatch(/undefined|NaN|\[object/);
		}),
		{numRuns: 300},
	);
	// The mutilation must leave enough for plans to be made: a property over refusals alone would prove nothing.
	expect(plans).toBeGreaterThan(100);
});

/** The object without some of its parts; null where it is missing. Its identity stays: no object is without one. */
function mutilate(object: RawObject, choices: fc.Stream<number>): RawObject | null {
	const isAnchor = anchorKinds.has(String(object.kind));
	if (!isAnchor && chance(choices, 12)) return null;
	const {spec, status, metadata, ...others} = object;
	const {name, namespace, uid, ...rest} = metadata as RawObject;
	return {
		...others,
		...(chance(choices, 25) || spec === undefined ? {} : {spec: without(spec, choices)}),
		...(chance(choices, 12) || status === undefined ? {} : {status: without(status, choices)}),
		metadata: {...(without(rest, choices) as RawObject), name: name ?? '', namespace: namespace ?? '', uid: uid ?? ''},
	};
}

const required = new Set(['name', 'image', 'type', 'status', 'kind', 'uid', 'key', 'operator']);

function without(value: Json, choices: fc.Stream<number>): Json {
	if (Array.isArray(value)) return chance(choices, 25) ? [] : value.map((part: Json) => without(part, choices));
	if (typeof value !== 'object' || value === null) return value;
	const kept = Object.entries(value).filter(([key]) => required.has(key) || !chance(choices, 30));
	return Object.fromEntries(kept.map(([key, part]) => [key, without(part as Json, choices)]));
}

function chance(choices: fc.Stream<number>, oneIn: number): boolean {
	return (choices.next().value ?? 0) % oneIn === 0;
}
