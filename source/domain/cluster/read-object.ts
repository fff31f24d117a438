import * as v from 'valibot';
import type {Refusal} from '../release/refusal.ts';
import {err, ok, type Result} from '../result.ts';
import {ident, type SafeText, safe} from '../text/safe-text.ts';
import type {KindId, KubeObject, WatchedKind} from './kube-object.ts';

/** An object that its kind's schema cannot read: which object it is, as far as that can be read, and the
 * field that does not fit. */
export interface UnreadObject {
	readonly kindId: KindId;
	/** `Rollout` */
	readonly kind: SafeText;
	readonly namespace: SafeText;
	/** Empty where it cannot be read either, as `uid` and `ownerUids`. */
	readonly name: SafeText;
	readonly uid: SafeText;
	readonly ownerUids: readonly SafeText[];
	/** `spec.strategy.canary.steps[1].setWeight` */
	readonly field: SafeText;
	/** Every text in the object: outside its namespace it can own only objects that it names. Null when there
	 * are too many to keep. */
	readonly texts: readonly string[] | null;
}

/** A raw object as its kind's schema reads it, or why the schema cannot. */
export function readObject<T extends KubeObject>(kind: WatchedKind<T>, raw: unknown): Result<T, UnreadObject> {
	const parsed = v.safeParse(kind.schema, raw);
	if (parsed.success) return ok(parsed.output);
	const {ownerReferences} = v.parse(headSchema, raw).metadata;
	return err({
		kindId: kind.id,
		kind: ident(kind.kind),
		...headOf(kind, raw),
		ownerUids: ownerReferences.map(({uid}) => uid),
		field: fieldOf(parsed.issues[0]),
		texts: textsIn(raw),
	});
}

/** Which object it is, as far as that can be read: enough to know that it is gone. */
export function headOf(kind: WatchedKind, raw: unknown): Pick<UnreadObject, 'namespace' | 'name' | 'uid'> {
	const {namespace, name, uid} = v.parse(headSchema, raw).metadata;
	// A Namespace is filed under its own name, with the objects in it.
	return {namespace: kind.isClusterScoped ? name : namespace, name, uid};
}

/** Why perch does nothing to the object, and where the operator can look. */
export function unreadRefusal({kind, name, field}: UnreadObject): Refusal {
	const reason = safe`perch does not understand ${kind} ${name}: see its ${shortField(field)} with kubectl`;
	return {code: 'not-understood', reason};
}

/** `Rollout shop/checkout: spec.strategy.canary.steps[1].setWeight` */
export function unreadText({kind, namespace, name, field}: UnreadObject): SafeText {
	return safe`${kind} ${namespace}/${name === '' ? safe`(no name)` : name}: ${shortField(field)}`;
}

/** The end of a long field, which says most: `…canary.steps[1].setWeight`. */
export function shortField(field: SafeText): SafeText {
	if (field.length <= shortLength) return field;
	const end = field.slice(-shortLength);
	return safe`…${ident(end.slice(end.indexOf('.') + 1))}`;
}

const shortLength = 32;

const text = v.fallback(v.pipe(v.string(), v.transform(ident)), safe``);
const owners = v.fallback(v.array(v.fallback(v.object({uid: text}), {uid: safe``})), []);
const nobody = {name: safe``, namespace: safe``, uid: safe``, ownerReferences: []};

/** Accepts any value. */
const headSchema = v.fallback(
	v.object({
		metadata: v.fallback(v.object({name: text, namespace: text, uid: text, ownerReferences: owners}), nobody),
	}),
	{metadata: nobody},
);

const longestField = 120;

function fieldOf(issue: v.BaseIssue<unknown>): SafeText {
	const path = (issue.path ?? []).map(({key}) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
	if (path === '') return safe`all of it`;
	const short = path.length > longestField ? `${path.slice(0, longestField)}…` : path;
	return ident(short.replace(/^\./, ''));
}

const mostTexts = 2_000;

function textsIn(raw: unknown): readonly string[] | null {
	const found = new Set<string>();
	const waiting: unknown[] = [raw];
	while (waiting.length > 0) {
		const value = waiting.pop();
		if (typeof value === 'string') found.add(value);
		else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) waiting.push(part);
		if (found.size > mostTexts) return null;
	}
	return [...found];
}
