import {readdirSync} from 'node:fs';
import {expect, test} from 'vitest';
import {serviceKey} from '../../source/domain/cluster/keys.ts';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {Plan, PlanStep} from '../../source/domain/release/plan.ts';
import {whatMoved} from '../../source/engine/intents/prepare/changed-facts.ts';
import {readSituation} from '../releases/situation.ts';
import {prod} from '../support/prod.ts';
import {type Change, changes, type Field, fieldsOf, isOfItsType, withChange} from './support/field-changes.ts';
import {readsAlike, type Seen, seen} from './support/seen-cluster.ts';

const folder = new URL('../fixtures/cluster/', import.meta.url);
const names = readdirSync(folder).flatMap(kind =>
	readdirSync(new URL(`${kind}/`, folder)).map(file => `${kind}/${file.replace('.json', '')}`),
);

/** Most plans first: a field of a kind is changed where most verbs apply, as most can go wrong there. */
const situations = names
	.map(name => {
		const {objects, nowMs} = readSituation(name);
		return {name, objects, nowMs, before: seen(objects, nowMs)};
	})
	.sort((one, other) => other.before.plans.size - one.before.plans.size || (one.name < other.name ? -1 : 1));

interface Trial {
	readonly where: string;
	readonly object: RawObject;
	/** Whether the API server may give this value for the field. */
	readonly isTyped: boolean;
	readonly before: Seen;
	readonly now: Seen;
}

/** `apps/v1 Deployment` */
function kindOf({apiVersion, kind}: RawObject): string {
	return `${apiVersion} ${kind}`;
}

const kinds = new Set(situations.flatMap(({objects}) => objects.map(kindOf)));

/** Sets each field of a kind, if anything reads it, to each value in turn. An exception names the field. */
function* trialsOf(kind: string): Generator<Trial> {
	const shapes = new Set<string>();
	for (const {name, objects, nowMs, before} of situations) {
		for (const object of objects.filter(one => kindOf(one) === kind)) {
			// A field counts twice: in an object that is a release, and in one that is a part of a release.
			const role = isRelease(object, before) ? 'release' : 'part';
			for (const field of fieldsOf(object).filter(({shape}) => !shapes.has(`${role} ${shape}`))) {
				shapes.add(`${role} ${field.shape}`);
				for (const change of changesOf(object, field)) {
					const where = `${name}: ${object.kind} ${field.path.join('.')} is ${change}`;
					const changed = withChange(object, field, change);
					if (!before.read.has(object) && tried(where, () => readsAlike(object, changed))) continue;
					const now = tried(where, () =>
						seen(
							objects.map(one => (one === object ? changed : one)),
							nowMs,
						),
					);
					yield {where, object, isTyped: isOfItsType(field, change), before, now};
				}
			}
		}
	}
}

function isRelease(object: RawObject, {releases}: Seen): boolean {
	const {namespace, name} = metadata(object);
	return [...releases.values()].some(release => {
		const isOfKind = release.ref.kindId.startsWith(`${String(object.kind).toLowerCase()}s`);
		return isOfKind && release.namespace === namespace && release.name === name;
	});
}

/** A value that no schema reads is only passed on: only its presence and its type can matter. */
function changesOf(object: RawObject, field: Field): readonly Change[] {
	const isPassedOn = readsAlike(object, withChange(object, field, 'wrong'));
	return isPassedOn ? ['absent', 'wrong'] : changes;
}

function tried<T>(where: string, what: () => T): T {
	try {
		return what();
	} catch (error) {
		throw new Error(where, {cause: error});
	}
}

let [understood, unread] = [0, 0];

test.each([...kinds])(
	'%s: whatever value a field has, perch throws nothing, loses no release and changes no plan unnoticed',
	kind => {
		for (const trial of trialsOf(kind)) {
			if ([...trial.now.releases.values()].some(({notUnderstood}) => notUnderstood)) unread += 1;
			else understood += 1;
			expect(goneOf(trial), trial.where).toEqual([]);
			expect(otherPlans(trial), trial.where).toEqual([]);
		}
	},
);

test('the changes of fields include enough that perch understands and enough that it does not', () => {
	expect(understood).toBeGreaterThan(3_000);
	expect(unread).toBeGreaterThan(1_500);
});

/** Releases that vanished: there is neither the release nor a row NOT UNDERSTOOD in its place. */
function goneOf({before, now, object, isTyped}: Trial): readonly string[] {
	const unread = [...now.releases.values()].flatMap(({notUnderstood}) => (notUnderstood ? [notUnderstood.kind] : []));
	return [...before.releases].flatMap(([key, {ref, namespace, name}]) => {
		if (now.releases.has(key)) return [];
		const isItself = namespace === metadata(object).namespace && name === metadata(object).name;
		// A route without weights and a Service without sides are no releases by their own fields.
		if (isTyped ? isItself : isItself && unread.includes(object.kind as never)) return [];
		// A Service without its sides is a plain row of the services table again.
		if (ref.kindId === 'services' && now.rows.has(serviceKey(prod, namespace, name))) return [];
		return [key];
	});
}

function metadata(object: RawObject): {readonly namespace?: string; readonly name?: string} {
	return object.metadata as never;
}

/** Plans that changed though none of their facts did. After a value of a wrong type every change of a plan counts,
 * as such a value is no fact. */
function otherPlans({before, now, isTyped}: Trial): readonly string[] {
	return [...now.plans].flatMap(([request, plan]) => {
		const was = before.plans.get(request);
		if (!was) return isTyped ? [] : [`${request} is new`];
		if (!isTyped && whatMoved(was.facts, plan.facts) !== null)
			return [`${request} by ${whatMoved(was.facts, plan.facts)}`];
		return essence(was) === essence(plan) || whatMoved(was.facts, plan.facts) !== null
			? []
			: [`${request} ${essence(was)} ${essence(plan)}`];
	});
}

/** The direction of a plan and what it writes where, without list positions: `test` operations identify entries. */
function essence({direction, means, steps}: Plan): string {
	return JSON.stringify([direction, means, steps.map(written)]);
}

function written(step: PlanStep): unknown {
	switch (step.kind) {
		case 'patch':
			return [
				step.ref,
				step.subresource,
				step.patch.flatMap(({op, path}) => (op === 'test' ? [] : [op, path.replace(/\/\d+/g, '/-')])),
			];
		case 'post':
			return step.path;
		case 'delete':
			return step.ref;
		case 'await':
			return step.ref;
	}
}
