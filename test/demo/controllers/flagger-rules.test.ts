import {describe, expect, it} from 'vitest';
import type {KubeObject} from '../../../source/demo/contract.ts';
import {nextStepWeight} from '../../../source/demo/controllers/flagger/advance.ts';
import type {Analysis, Canary} from '../../../source/demo/controllers/flagger/canary-types.ts';
import type {Deployment} from '../../../source/demo/controllers/kube-types.ts';
import {createFlaggerLab, type FlaggerLab, tagOf} from './flagger-lab.ts';
import {situation} from './recorded.ts';

/** The recorded Canary with another analysis, its primary serving, no release under way. */
function idle(analysis: Partial<Analysis> = {}, rates: readonly number[] = [99.9]): FlaggerLab {
	const {objects, recordedAtMs} = situation('flagger/01-initialized');
	const changed = objects.map((object): KubeObject => {
		if (object.kind === 'Canary') {
			const {spec} = object as Canary;
			return {...object, spec: {...spec, analysis: {...spec.analysis, ...analysis}}};
		}
		return object;
	});
	const lab = createFlaggerLab(changed, {startMs: recordedAtMs, rates});
	// An A/B test needs another route; Flagger writes it at a tick.
	lab.clock.advanceBy(12_000);
	return lab;
}

function released(analysis: Partial<Analysis> = {}, rates?: readonly number[]): FlaggerLab {
	const lab = idle(analysis, rates);
	lab.setImage('13.0.0');
	return lab;
}

const tick = (lab: FlaggerLab, count = 1) => lab.clock.advanceBy(count * 10_000);
const messages = (lab: FlaggerLab) =>
	lab
		.objects()
		.filter(({kind, reason}) => kind === 'Event' && reason === 'Synced')
		.map(({message}) => String(message));
const gate = (type: string, url = 'http://127.0.0.1:18083/gate/check') => ({name: 'a gate', type, url});
const withGate = (type: string, url?: string) => ({webhooks: [gate(type, url)]}) as Partial<Analysis>;
const metrics = [{name: 'request-success-rate', interval: '30s', thresholdRange: {min: 99}}];

describe('the gates of a Canary', () => {
	it('of type confirm-rollout hold a release before its first pod until they open', () => {
		const lab = released(withGate('confirm-rollout'));
		tick(lab, 3);
		expect(lab.status()).toMatchObject({phase: 'Waiting', lastAppliedSpec: lab.status().lastPromotedSpec});
		expect(lab.target().spec.replicas).toBe(0);
		expect(messages(lab)).toContain('Halt cart.shop advancement waiting for approval a gate');
		lab.gate('gate/open');
		tick(lab);
		expect(lab.status().phase).toBe('Progressing');
		expect(lab.target().spec.replicas).toBe(2);
	});

	it('of type confirm-traffic-increase let one step pass for each tick while they are open', () => {
		const lab = released(withGate('confirm-traffic-increase'));
		tick(lab, 4);
		expect(lab.weights()).toEqual([100, 0]);
		lab.gate('gate/open');
		tick(lab);
		lab.gate('gate/close');
		tick(lab, 3);
		expect(lab.weights()).toEqual([90, 10]);
		expect(messages(lab)).toContain('Halt cart.shop advancement waiting for traffic increase approval a gate');
		expect(lab.status().phase).toBe('Progressing');
	});

	it('never close by themselves: an open gate lets the next release through as well', () => {
		const lab = released(withGate('confirm-promotion'));
		lab.gate('gate/open');
		lab.advanceUntil(() => lab.status().phase === 'Succeeded');
		lab.setImage('13.0.1');
		lab.advanceUntil(() => lab.status().phase === 'Promoting');
		expect(messages(lab).join('\n')).not.toContain('Halt');
	});

	it('are closed while nothing answers their hook', () => {
		const lab = released(withGate('confirm-traffic-increase', 'http://elsewhere.shop/gate/check'));
		tick(lab, 4);
		expect(lab.weights()).toEqual([100, 0]);
	});
});

describe('Flagger', () => {
	it('does nothing between the ticks, whatever is written', () => {
		const lab = released();
		tick(lab, 2);
		const {lastTransitionTime} = lab.status();
		lab.patchStatus({failedChecks: 3});
		lab.clock.advanceBy(5_000);
		expect(lab.status()).toMatchObject({phase: 'Progressing', lastTransitionTime});
	});

	it('skips its ticks while suspended: no rollback, though the checks have failed', () => {
		const lab = released();
		tick(lab, 3);
		lab.patchSpec('Canary', 'cart', {suspend: true});
		lab.patchStatus({failedChecks: 3});
		tick(lab, 3);
		expect(lab.status()).toMatchObject({phase: 'Progressing', failedChecks: 3});
		expect(lab.weights()).toEqual([80, 20]);
		lab.patchSpec('Canary', 'cart', {suspend: false});
		tick(lab);
		expect(lab.status().phase).toBe('Failed');
		expect(lab.weights()).toEqual([100, 0]);
	});

	it('starts again from weight 0 when the target changes during a release', () => {
		const lab = released();
		tick(lab, 4);
		expect(lab.weights()).toEqual([70, 30]);
		lab.setImage('13.0.1');
		tick(lab);
		expect(lab.weights()).toEqual([100, 0]);
		expect(lab.status()).toMatchObject({phase: 'Progressing', canaryWeight: 0});
		expect(messages(lab)).toContain('New revision detected! Restarting analysis for cart.shop');
	});

	it('takes the weight from the route, whichever client set it', () => {
		const lab = released();
		tick(lab, 2);
		const route = lab.get('VirtualService', 'cart');
		const {http, ...rest} = route.spec as {http: {route: {destination: object}[]}[]};
		const weights = [65, 35];
		const changed = http.map(rule => ({
			route: rule.route.map(({destination}, index) => ({destination, weight: weights[index]})),
		}));
		lab.store.replace(
			'virtualservices.networking.istio.io',
			{...route, spec: {...rest, http: changed}},
			{manager: 'me'},
		);
		tick(lab);
		expect(lab.weights()).toEqual([55, 45]);
	});

	it('does not take the promoted template for a new revision', () => {
		const lab = released(withGate('confirm-promotion'));
		tick(lab, 2);
		lab.patchStatus({failedChecks: 3});
		tick(lab);
		lab.setImage('12.0.0');
		tick(lab, 3);
		expect(lab.status()).toMatchObject({phase: 'Failed', lastAppliedSpec: lab.status().lastPromotedSpec});
		expect(lab.target().spec.replicas).toBe(0);
	});

	it('tries a failed revision again when its pods are annotated anew', () => {
		const lab = released();
		tick(lab, 2);
		lab.patchStatus({failedChecks: 3});
		tick(lab);
		const {template} = lab.target().spec;
		const annotations = {'perch/retried-at': 'now'};
		lab.patchSpec('Deployment', 'cart', {template: {...template, metadata: {...template.metadata, annotations}}});
		tick(lab);
		expect(lab.status().phase).toBe('Progressing');
	});

	it('promotes at once with skipAnalysis', () => {
		const lab = released(withGate('confirm-traffic-increase'));
		tick(lab, 2);
		lab.patchSpec('Canary', 'cart', {skipAnalysis: true});
		tick(lab);
		expect(lab.status().phase).toBe('Succeeded');
		expect(lab.weights()).toEqual([100, 0]);
		expect(tagOf(lab.get('Deployment', 'cart-primary') as Deployment)).toBe('13.0.0');
		expect(messages(lab)).toContain('Promotion completed! Canary analysis was skipped for cart.shop');
	});

	it('waits for the canary without counting a failed check', () => {
		const lab = idle();
		lab.setImage('13.0.0-broken');
		tick(lab, 4);
		expect(lab.status()).toMatchObject({phase: 'Progressing', failedChecks: 0, canaryWeight: 0});
		expect(messages(lab).join('\n')).toMatch(/canary deployment cart.shop not ready: waiting for rollout to finish/);
	});

	it('fails a check when there are no values', () => {
		const lab = released({metrics}, []);
		tick(lab, 3);
		expect(lab.status().failedChecks).toBe(1);
		expect(messages(lab).join('\n')).toMatch(/Halt advancement no values found for istio metric request-success-rate/);
	});
});

describe('iterations', () => {
	const match = [{headers: {'x-insider': {exact: 'true'}}}];

	it('of an A/B test send matching requests to the canary from the first on, and others never', () => {
		const lab = released({iterations: 3, match, ...withGate('confirm-promotion')});
		tick(lab, 2);
		const {http} = lab.get('VirtualService', 'cart').spec as {http: object[]};
		const [primary, canary] = ['cart-primary', 'cart-canary'].map(host => ({host}));
		expect(http).toEqual([
			{
				match,
				route: [
					{destination: primary, weight: 0},
					{destination: canary, weight: 100},
				],
			},
			{route: [{destination: primary, weight: 0}]},
		]);
		expect(lab.status()).toMatchObject({phase: 'Progressing', iterations: 1, canaryWeight: 0});
		expect(messages(lab)).toContain('Advance cart.shop canary iteration 1/3');
		tick(lab, 3);
		expect(lab.status()).toMatchObject({phase: 'WaitingPromotion', iterations: 2});
		tick(lab);
		expect(lab.status().iterations).toBe(3);
		lab.gate('gate/open');
		lab.advanceUntil(() => lab.status().phase === 'Succeeded');
		expect(tagOf(lab.get('Deployment', 'cart-primary') as Deployment)).toBe('13.0.0');
	});

	it('of a blue/green send the canary no traffic until all are done, then all of it', () => {
		const lab = released({iterations: 2, webhooks: []});
		tick(lab, 3);
		expect(lab.status().iterations).toBe(2);
		expect(lab.weights()).toEqual([100, 0]);
		tick(lab);
		expect(lab.weights()).toEqual([0, 100]);
		tick(lab);
		expect(lab.status().phase).toBe('Promoting');
		lab.advanceUntil(() => lab.status().phase === 'Succeeded');
		expect(lab.weights()).toEqual([100, 0]);
	});
});

describe('the next weight', () => {
	const stepWeights = [5, 20, 50];

	it.each([
		[0, 5],
		[5, 15],
		[20, 30],
		[50, 50],
		[100, 1],
	])('of stepWeights after %i is %i more', (weight, step) => {
		expect(nextStepWeight({stepWeights}, weight)).toBe(step);
	});

	it('jumps to 100 from a weight that is not in the list', () => {
		expect(nextStepWeight({stepWeights}, 30)).toBe(70);
	});

	it('is stepWeight more where there is one', () => {
		expect(nextStepWeight({stepWeight: 10, stepWeights}, 30)).toBe(10);
	});
});
