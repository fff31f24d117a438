import {expect, it} from 'vitest';
import type {KubeObject} from '../../../source/demo/contract.ts';
import type {CanaryStatus} from '../../../source/demo/controllers/flagger/canary-types.ts';
import type {Deployment} from '../../../source/demo/controllers/kube-types.ts';
import {createFlaggerLab, tagOf, weightsIn} from './flagger-lab.ts';
import {listed, type StreamLine, startOf, stream} from './recorded.ts';

/** The states that show how a release goes on, in the order in which they came; an object's only when it differs. */
function told(changes: readonly KubeObject[], startMs: number): readonly string[] {
	const last = new Map<string, string>();
	return changes.flatMap(object => {
		const key = `${object.kind}/${object.metadata.name}`;
		const text = tell(object, startMs);
		if (text === undefined || last.get(key) === text) return [];
		last.set(key, text);
		return [`${key} ${text}`];
	});
}

function tell(object: KubeObject, startMs: number): string | undefined {
	switch (object.kind) {
		case 'VirtualService':
			return weightsIn(object).join('/');
		case 'Deployment': {
			const {spec} = object as Deployment;
			return `${tagOf(object as Deployment)} ×${spec.replicas}`;
		}
		case 'Canary': {
			const {phase, canaryWeight, iterations, failedChecks, lastTransitionTime, conditions} =
				object.status as CanaryStatus;
			const second = Math.floor((Date.parse(lastTransitionTime) - startMs) / 1000);
			const {reason, message, status} = conditions[0] ?? {};
			return JSON.stringify({phase, canaryWeight, iterations, failedChecks, second, reason, message, status});
		}
		default:
			return undefined;
	}
}

function changesOf(lines: readonly StreamLine[]): readonly KubeObject[] {
	return lines.flatMap(({event}) =>
		event === undefined || event.type === 'BOOKMARK' || event.type === 'DELETED' ? [] : [event.object],
	);
}

it('Flagger of the demo makes a whole release in the order and at the times of the recorded one', () => {
	const lines = stream('flagger-canary-release');
	const startMs = startOf(lines);
	const lab = createFlaggerLab(listed(lines), {startMs, rates: [99.9]});
	const seen: KubeObject[] = [];
	lab.store.subscribe(({type, object}) => type !== 'DELETED' && seen.push(object));
	lab.gate('gate/open');
	lab.clock.advanceTo(startMs + 1997);
	lab.setImage('14.0.0');
	lab.clock.advanceTo(startMs + (lines.at(-1)?.atMs ?? 0));
	const recorded = told(changesOf(lines), startMs);
	expect(recorded.length).toBeGreaterThan(15);
	expect(told(seen, startMs)).toEqual(recorded);
});
