import type {ObjectRef, RawObject} from '../../../source/domain/cluster/kube-object.ts';
import type {Effect, PatchStep, Plan, PlanStep, PostStep} from '../../../source/domain/release/plan.ts';
import {ok} from '../../../source/domain/result.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';
import {stepProgress} from '../../../source/engine/intents/send/progress.ts';
import {argoRollouts} from '../../../source/releases/argo-rollouts/argo-rollouts.ts';
import type {ReleaseBackend} from '../../../source/releases/contract.ts';
import {readSituation} from '../../releases/situation.ts';
import {createDesk, type Desk} from './desk.ts';
import type {Fate} from './world.ts';

const {objects, nowMs} = readSituation('argo-canary/02-paused-at-step-1');
export const rollout: ObjectRef = {kindId: 'rollouts.argoproj.io', namespace: 'shop', name: 'checkout'};
export const replicaSets = objects.filter(({kind}) => kind === 'ReplicaSet').map(({metadata}) => metadata as RawObject);
export const refs: readonly [ObjectRef, ...ObjectRef[]] = [
	rollout,
	...replicaSets.map(({name}) => ({kindId: 'replicasets.apps', namespace: 'shop', name: String(name)})),
];

export function mark({kindId, namespace, name}: ObjectRef): PatchStep {
	const object = objects.find(
		({kind, metadata}) =>
			(metadata as RawObject).name === name && kind === (kindId.startsWith('rollouts') ? 'Rollout' : 'ReplicaSet'),
	);
	const {uid} = (object as RawObject).metadata as {readonly uid: string};
	return {
		kind: 'patch',
		label: safe`mark one`,
		ref: {kindId, namespace, name},
		subresource: null,
		patch: [
			{op: 'test', path: '/metadata/uid', value: uid},
			{op: 'add', path: '/spec/marked', value: 'yes'},
		],
		after: [{pointer: '/spec/marked', op: 'equals', value: 'yes'}],
		inverse: [
			{op: 'test', path: '/metadata/uid', value: uid},
			{op: 'remove', path: '/spec/marked'},
		],
	};
}

export const gate = (what: 'open' | 'close'): PostStep => ({
	kind: 'post',
	label: safe`${what === 'open' ? safe`open` : safe`close`} the gate`,
	path: `/api/v1/namespaces/shop/services/http:loadtester:80/proxy/gate/${what}`,
	body: {name: 'checkout', namespace: 'shop'},
	inverse: null,
});

/** Argo Rollouts with a restart that does what the test says. */
export function backendWith(
	steps: readonly [PlanStep, ...PlanStep[]],
	cleanup: NonNullable<Plan['cleanup']> = [],
	effect: Effect = {kind: 'effective', evidence: safe`the test says so`},
): ReleaseBackend {
	const {restart} = argoRollouts.operations;
	if (!restart) throw new Error('Argo has no restart');
	return {
		...(argoRollouts as unknown as ReleaseBackend),
		operations: {
			restart: {
				...restart,
				needs: () => refs,
				plan: ({release}) =>
					ok({
						verb: 'restart',
						direction: 'towardStable',
						release: release.key,
						to: null,
						headline: safe`SEVERAL STEPS`,
						means: safe`a test`,
						effects: [],
						caveats: [],
						steps,
						cleanup,
						facts: release.facts,
					}),
				effect: () => effect,
			},
		},
	};
}

export function confirmed(backend: ReleaseBackend, send: (step: number) => Fate = () => ({kind: 'answered'})): Desk {
	const desk = createDesk({
		objects,
		nowMs,
		backends: [backend],
		settings: {protection: {kind: 'none'}},
		world: {send: ({step}) => send(step)},
	});
	desk.advance(3_000);
	desk.press('enter', 'n');
	desk.advance(1_000);
	desk.press('right');
	desk.advance(1_000);
	desk.press('enter');
	return desk;
}

export const intentOf = (desk: Desk) => {
	const [intent] = desk.state().intents;
	if (!intent) throw new Error('no intent');
	return intent;
};
export const marked = (desk: Desk) =>
	desk.server.objects().filter(({spec}) => (spec as RawObject | undefined)?.marked === 'yes').length;
export const states = (desk: Desk) => stepProgress(intentOf(desk)).map(({state}) => state);
