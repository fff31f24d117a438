import {describe, expect, it} from 'vitest';
import type {KubeObject} from '../../../source/demo/contract.ts';
import type {Deployment} from '../../../source/demo/controllers/kube-types.ts';
import {createFlaggerLab, type FlaggerLab, statusOf, targetIn, withTags} from './flagger-lab.ts';
import {asCreated} from './lab.ts';
import {situation} from './recorded.ts';
import {visible} from './visible.ts';

const recorded = (name: string) => situation(`flagger/${name}`);

/** Starts where one recording was made, and goes on from there. */
function replay(from: string, rates?: readonly number[]): FlaggerLab {
	const {objects, recordedAtMs} = recorded(from);
	return createFlaggerLab(objects, {startMs: recordedAtMs, ...(rates === undefined ? {} : {rates})});
}

/** The objects field by field, but for the values that each cluster makes itself. */
function written(objects: readonly KubeObject[]): Readonly<Record<string, unknown>> {
	return Object.fromEntries(
		objects
			.filter(({kind}) => kinds.includes(kind))
			.map((object): [string, unknown] => [`${object.kind}/${object.metadata.name}`, masked(bodyOf(object, objects))])
			.toSorted(([left], [right]) => (left < right ? -1 : 1)),
	);
}

function bodyOf({metadata, spec, status, kind, apiVersion}: KubeObject, objects: readonly KubeObject[]): object {
	if (kind === 'Canary') return {apiVersion, spec, status: withTags(statusOf(objects), targetIn(objects))};
	if (kind === 'Deployment' && metadata.name === 'cart') return {spec};
	const {name, namespace, labels, annotations, ownerReferences} = metadata;
	// Only some recordings have the annotation of kubectl.
	const {'kubectl.kubernetes.io/last-applied-configuration': _, ...kept} = annotations ?? {};
	const owners = ownerReferences?.map(({uid, ...owner}) => owner);
	const body = kind === 'Deployment' ? {spec} : {spec, status};
	return {apiVersion, name, namespace, labels, annotations: kept, owners, ...body};
}

/** The managers of Flagger that wrote each object, by managedFields. */
function managers(objects: readonly KubeObject[]): Readonly<Record<string, unknown>> {
	return Object.fromEntries(
		objects
			.filter(({kind}) => kinds.includes(kind))
			.map(({kind, metadata}) => {
				const fields = metadata.managedFields as readonly {manager: string; subresource?: string}[];
				const names = fields.map(({manager, subresource}) => `${manager}/${subresource ?? ''}`);
				return [`${kind}/${metadata.name}`, names.filter(name => name.startsWith('flagger')).toSorted()];
			}),
	);
}

const kinds = ['Canary', 'Deployment', 'Service', 'VirtualService', 'DestinationRule'];

/** Without random values: addresses, and the id that makes the primary's pods new. */
function masked(body: object): object {
	const text = JSON.stringify(body)
		.replaceAll(/10\.96\.\d+\.\d+/g, '10.96.0.1')
		.replaceAll(/"flagger-id":"[^"]*"/g, '"flagger-id":"*"');
	return JSON.parse(text) as object;
}

/** The Events of the Canary, with the last time of each, but no counts: the recordings left some Events out. */
function canaryEvents(objects: readonly KubeObject[]): readonly string[] {
	return objects
		.filter(({kind, involvedObject}) => kind === 'Event' && (involvedObject as {kind: string}).kind === 'Canary')
		.map(event => {
			const {component} = event.source as {component: string};
			return `${event.lastTimestamp} ${component} ${event.type} ${event.reason}: ${event.message}`;
		})
		.toSorted();
}

function expectAs(lab: FlaggerLab, name: string): void {
	const {objects} = recorded(name);
	expect(written(lab.objects())).toEqual(written(objects));
	expect(canaryEvents(lab.objects())).toEqual(expect.arrayContaining([...canaryEvents(objects)]));
	expect(replicasOf(lab.objects())).toEqual(replicasOf(objects));
}

/** The Deployments as their own controllers left them. */
function replicasOf(objects: readonly KubeObject[]): unknown {
	const seen = visible(objects);
	return Object.fromEntries(Object.entries(seen).filter(([key]) => key.startsWith('Deployment/')));
}

describe('a Canary ends up as Flagger left it', () => {
	it('when it is first created', () => {
		const {objects} = recorded('01-initialized');
		const made = asCreated(objects.filter(({kind, metadata}) => kind === 'Deployment' && metadata.name === 'cart'));
		const canary = objects.find(({kind}) => kind === 'Canary') as KubeObject;
		const {status: _, ...unseen} = canary;
		const startMs = Date.parse(canary.metadata.creationTimestamp ?? '');
		const annotations = targetIn(objects).metadata.annotations ?? {};
		const target = made.map(object => ({
			...object,
			metadata: {...object.metadata, annotations},
			spec: {...(object.spec as object), replicas: 2},
		}));
		const lab = createFlaggerLab([...target, unseen], {startMs});
		lab.clock.advanceBy(8_000);
		expect(lab.status().phase).toBe('Initializing');
		lab.clock.advanceBy(12_000);
		expectAs(lab, '01-initialized');
		expect(managers(lab.objects())).toEqual(managers(objects));
	});

	it('when a new image comes: scaled up at one tick, 10 % at the next', () => {
		const lab = replay('01-initialized');
		lab.setImage('13.0.0');
		lab.clock.advanceTo(recorded('02-progressing').recordedAtMs);
		expectAs(lab, '02-progressing');
	});

	it('when it is suspended: no phase says so', () => {
		const lab = replay('02-progressing');
		lab.patchSpec('Canary', 'cart', {suspend: true});
		lab.clock.advanceTo(recorded('03-suspended').recordedAtMs);
		expectAs(lab, '03-suspended');
	});

	it('when it goes on to the promotion gate: the status says 0 %, the route 50 %', () => {
		const lab = replay('03-suspended');
		lab.patchSpec('Canary', 'cart', {suspend: false});
		lab.clock.advanceTo(recorded('04-waiting-promotion').recordedAtMs);
		expectAs(lab, '04-waiting-promotion');
		expect(lab.status()).toMatchObject({phase: 'WaitingPromotion', canaryWeight: 0, iterations: -1});
		expect(lab.weights()).toEqual([50, 50]);
		const asked = lab.objects().find(({message}) => message === 'Rollback hook rollback gate not signaling a rollback');
		expect(asked?.count).toBe(7);
	});

	it('when a person raises failedChecks to the threshold', () => {
		const lab = replay('04-waiting-promotion');
		lab.clock.advanceBy(25_000);
		lab.patchStatus({failedChecks: 3});
		lab.clock.advanceTo(recorded('05-failed-by-failed-checks').recordedAtMs);
		expectAs(lab, '05-failed-by-failed-checks');
	});

	it('when the rollback gate opens', () => {
		const lab = replay('05-failed-by-failed-checks');
		lab.clock.advanceBy(5_000);
		lab.setImage('13.0.1');
		lab.clock.advanceBy(28_000);
		lab.gate('rollback/open');
		lab.clock.advanceTo(recorded('06-rolled-back-by-gate').recordedAtMs);
		expectAs(lab, '06-rolled-back-by-gate');
	});

	it('when the primary has been updated', () => {
		const lab = replay('09-promoting');
		lab.gate('gate/open');
		lab.clock.advanceTo(recorded('10-finalising').recordedAtMs);
		expectAs(lab, '10-finalising');
	});

	it('when the target is scaled down', () => {
		const lab = replay('10-finalising');
		lab.clock.advanceTo(recorded('11-succeeded').recordedAtMs);
		expectAs(lab, '11-succeeded');
	});

	const rates = [83.58, 81.5, 81.65];

	it('when its checks fail', () => {
		const lab = replay('11-succeeded', rates);
		lab.clock.advanceBy(30_000);
		lab.writeSpec(recorded('07-checks-failing').objects.find(({kind}) => kind === 'Canary') as KubeObject);
		lab.setImage('13.0.4');
		lab.clock.advanceTo(recorded('07-checks-failing').recordedAtMs);
		expectAs(lab, '07-checks-failing');
	});

	it('when its checks have failed as often as they may', () => {
		const lab = replay('07-checks-failing', rates.slice(2));
		lab.clock.advanceTo(recorded('08-failed-by-metrics').recordedAtMs);
		expectAs(lab, '08-failed-by-metrics');
	});

	it('when the promotion gate is open: the template goes to the primary', () => {
		const lab = replay('06-rolled-back-by-gate');
		lab.gate('gate/open');
		lab.setImage('13.0.3');
		lab.advanceUntil(() => lab.status().phase === 'Promoting');
		lab.clock.advanceBy(300);
		const {objects} = recorded('09-promoting');
		const timeless = (value: object): unknown =>
			JSON.parse(JSON.stringify(value).replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'then'));
		expect(timeless(written(lab.objects()))).toEqual(timeless(written(objects)));
		expect((lab.get('Deployment', 'cart-primary') as Deployment).metadata.generation).toBe(2);
	});
});
