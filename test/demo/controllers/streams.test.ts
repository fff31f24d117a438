import {describe, expect, it} from 'vitest';
import type {KubeObject} from '../../../source/demo/contract.ts';
import type {ReplicaSet, Service, VirtualService} from '../../../source/demo/controllers/kube-types.ts';
import type {AnalysisRun, Rollout} from '../../../source/demo/controllers/rollout/rollout-types.ts';
import {analysisTemplate, createLab, type Lab} from './lab.ts';
import {listed, type StreamLine, startOf, stream} from './recorded.ts';
import {untangle} from './visible.ts';

/** What an operator did to the Rollout in a recording, derived from the first event that shows it. */
interface Deed {
	readonly atMs: number;
	readonly act: (lab: Lab) => void;
}

function deedsIn(lines: readonly StreamLine[]): readonly Deed[] {
	const deeds: Deed[] = [];
	let before = listed(lines).find(({kind}) => kind === 'Rollout') as Rollout;
	for (const {atMs, object} of changes(lines)) {
		if (object.kind !== 'Rollout') continue;
		const after = object as Rollout;
		const isEnded = before.status?.pauseConditions !== undefined && after.status?.pauseConditions === undefined;
		if (after.metadata.generation !== before.metadata.generation) {
			deeds.push({atMs, act: lab => lab.writeSpec(after)});
		} else if (isEnded && after.status?.controllerPause === true) {
			deeds.push({atMs, act: lab => lab.promote('checkout')});
		} else if (after.status?.abort === true && before.status?.abort !== true) {
			deeds.push({atMs, act: lab => lab.patchStatus('checkout', {abort: true})});
		}
		before = after;
	}
	return deeds;
}

/** The changes by which an operator follows a release, each once, in the order in which they came. */
function decisive(initial: readonly KubeObject[], sequence: readonly KubeObject[]): readonly string[] {
	const last = new Map<string, string>();
	const texts: string[] = [];
	let isAborted = false;
	for (const object of [...initial, ...sequence]) {
		const key = `${object.kind}/${object.metadata.name}`;
		const text = tell(object);
		if (text === undefined || last.get(key) === text) continue;
		isAborted ||= object.kind === 'Rollout' && (object as Rollout).status?.phase === 'Degraded';
		// An aborted canary's selector flickers until its pods are gone.
		if (isAborted && object.kind === 'Service') continue;
		last.set(key, text);
		if (!initial.includes(object)) texts.push(`${key} ${text}`);
	}
	const replicaSets = [...new Map([...initial, ...sequence].map(object => [object.metadata.name, object])).values()];
	return texts.map(text => untangle(text, replicaSets));
}

function tell(object: KubeObject): string | undefined {
	switch (object.kind) {
		case 'VirtualService':
			return (object as VirtualService).spec.http[0]?.route.map(({weight}) => weight).join('/');
		case 'Service':
			return (object as Service).spec.selector?.['rollouts-pod-template-hash'];
		case 'ReplicaSet':
			return `replicas ${(object as ReplicaSet).spec.replicas}`;
		case 'AnalysisRun':
			return (object as AnalysisRun).status?.phase;
		case 'Rollout': {
			const {phase, message, currentStepIndex, stableRS, canary, abort, pauseConditions, controllerPause} =
				(object as Rollout).status ?? expect.fail('The Rollout has no status');
			return JSON.stringify({
				phase,
				message,
				currentStepIndex,
				stableRS,
				weight: canary.weights?.canary.weight,
				weightOf: canary.weights?.canary.podTemplateHash,
				analysis: canary.currentStepAnalysisRunStatus?.status,
				abort,
				controllerPause,
				pauses: pauseConditions?.map(({reason}) => reason),
			});
		}
		default:
			return undefined;
	}
}

function changes(lines: readonly StreamLine[]): readonly {readonly atMs: number; readonly object: KubeObject}[] {
	return lines.flatMap(({atMs, event}) =>
		event === undefined || event.type === 'BOOKMARK' || event.type === 'DELETED' ? [] : [{atMs, object: event.object}],
	);
}

function replay(name: string) {
	const lines = stream(name);
	const initial = listed(lines);
	const startMs = startOf(lines);
	const run = initial.find(({kind}) => kind === 'AnalysisRun') as AnalysisRun;
	const lab = createLab([...initial, analysisTemplate('success-rate', run)], {startMs});
	const seen: KubeObject[] = [];
	lab.store.subscribe(({type, object}) => type !== 'DELETED' && seen.push(object));
	for (const {atMs, act} of deedsIn(lines)) {
		lab.clock.advanceTo(startMs + atMs);
		act(lab);
	}
	lab.clock.advanceTo(startMs + (lines.at(-1)?.atMs ?? 0) + 1_000);
	return {
		ours: decisive(initial, seen),
		recorded: decisive(
			initial,
			changes(lines).map(({object}) => object),
		),
		lab,
	};
}

describe('Argo Rollouts of the demo makes a whole release in the order of the recorded one', () => {
	it.each(['argo-canary-release', 'argo-canary-aborted'])('%s', name => {
		const {ours, recorded} = replay(name);
		// Two controllers write; which of them writes first about a run is chance.
		const ofRollout = (texts: readonly string[]) => texts.filter(text => !text.startsWith('AnalysisRun/'));
		const ofRuns = (texts: readonly string[]) => texts.filter(text => text.startsWith('AnalysisRun/'));
		expect(recorded.length).toBeGreaterThan(10);
		expect(ofRollout(ours)).toEqual(ofRollout(recorded));
		expect(ofRuns(ours)).toEqual(ofRuns(recorded));
	});

	it('and leaves an aborted canary without traffic and pods', () => {
		const {lab} = replay('argo-canary-aborted');
		lab.clock.advanceBy(60_000);
		const stable = (lab.get('Rollout', 'checkout') as Rollout).status?.stableRS;
		const canary = (lab.get('Service', 'checkout-canary') as Service).spec.selector;
		expect(canary?.['rollouts-pod-template-hash']).toBe(stable);
		const replicas = (lab.store.list('replicasets.apps') as readonly ReplicaSet[])
			.filter(({spec}) => spec.replicas > 0)
			.map(({metadata}) => metadata.labels?.['rollouts-pod-template-hash']);
		expect(replicas).toEqual([stable]);
	});
});
