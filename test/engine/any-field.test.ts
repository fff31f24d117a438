import {readdirSync} from 'node:fs';
import {expect, test} from 'vitest';
import {serviceKey} from '../../source/domain/keys.ts';
import type {RawObject} from '../../source/domain/kube-object.ts';
import type {Plan, PlanStep} from '../../source/domain/plan.ts';
import {whatMoved} from '../../source/engine/intents/changed-facts.ts';
import {readSituation} from '../releases/situation.ts';
import {prod} from '../support/prod.ts';
import {type Change, changes, type Field, fieldsOf, isOfItsType, withChange} from './support/field-changes.ts';
import {readsAlike, type Seen, seen} from './support/seen-cluster.ts';

const folder = new URL('../fixtures/cluster/', import.meta.url);
const names = readdirSync(folder).flatMap(kind =>
	readdirSync(new URL(`${kind}/`, folder)).map(file => `${kind}/${file.replace('.json', '')}`),
);

/** Each field of each kind is changed where most verbs apply: there is most to go wrong. */
const situations = names
	.map(name => {
		const {objects, nowMs} = readSituation(name);
		return {name, objects, nowMs, before: seen(objects, nowMs)};
	})
	.sort((one, other) => other.before.plans.size - one.before.plans.size || (one.name < other.name ? -1 : 1));

interface Trial {
	readonly where: string;
	readonly object: RawObject;
	/** The value is one that the API server may give for the field. */
	readonly isTyped: boolean;
	readonly before: Seen;
	readonly now: Seen;
}

/** `apps/v1 Deployment` */
function kindOf({apiVersion, kind}: RawObject): string {
	return `${apiVersion} ${kind}`;
}

const kinds = new Set(situations.flatMap(({objects}) => objects.map(kindOf)));

/** Every field of a recorded kind once, set to each value in turn, where anything reads it. What throws is told with the
 * field. */
function* trialsOf(kind: string): Generator<Trial> {
	const shapes = new Set<string>();
	for (const {name, objects, nowMs, before} of situations) {
		for (const object of objects.filter(one => kindOf(one) === kind)) {
			// A release of its own is one thing, a part of another is another.
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

/** What no schema reads is only passed on: that it is there or not, and its type, is all that can matter. */
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
	'%s: whatever a field is set to, nothing throws or vanishes, and no verb is offered on what is not understood',
	kind => {
		for (const trial of trialsOf(kind)) {
			if ([...trial.now.releases.values()].some(({notUnderstood}) => notUnderstood)) unread += 1;
			else understood += 1;
			expect(goneOf(trial), trial.where).toEqual([]);
			expect(otherPlans(trial), trial.where).toEqual([]);
		}
	},
);

test('that was asked of enough changes, of both sorts', () => {
	expect(understood).toBeGreaterThan(3_000);
	expect(unread).toBeGreaterThan(1_500);
});

/** Releases that were there and are no row any more: no release, and nothing NOT UNDERSTOOD in its place. */
function goneOf({before, now, object, isTyped}: Trial): readonly string[] {
	const unread = [...now.releases.values()].flatMap(({notUnderstood}) => (notUnderstood ? [notUnderstood.kind] : []));
	return [...before.releases].flatMap(([key, {ref, namespace, name}]) => {
		if (now.releases.has(key)) return [];
		const isItself = namespace === metadata(object).namespace && name === metadata(object).name;
		// A route without weights and a Service without sides are none: they say so themselves.
		if (isTyped ? isItself : isItself && unread.includes(object.kind as never)) return [];
		// Without its sides it is a row of the services again.
		if (ref.kindId === 'services' && now.rows.has(serviceKey(prod, namespace, name))) return [];
		return [key];
	});
}

function metadata(object: RawObject): {readonly namespace?: string; readonly name?: string} {
	return object.metadata as never;
}

/** Plans that lead elsewhere than before though no fact that they name differs; of a value of a wrong type, every plan
 * that is not the same, as such a value is no fact. */
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

/** Which way it leads, and what it writes where: the place of an entry is told by what is tested, not by its number. */
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
