import type {KubeObject} from '../../contract.ts';
import {type Answer, json, type UserRequest} from '../connection/exchange.ts';
import {type Representation, representList} from '../show/representation.ts';
import type {ServedResource} from '../show/wire-json.ts';
import {badRequest, expired, tooLargeResourceVersion} from '../status.ts';
import type {ApiStore} from '../store.ts';
import {objectKey} from './collection.ts';
import {decodeContinue, encodeContinue} from './continue-token.ts';
import {type Predicate, parseSelectors} from './selectors.ts';

/** Answers a list: selectors, pages over one snapshot, resourceVersion rules. */
export function answerList({
	request: {query},
	store,
	served,
	namespace,
	representation,
	nowMs,
}: {
	request: UserRequest;
	store: ApiStore;
	served: ServedResource;
	namespace: string | undefined;
	representation: Representation;
	nowMs: number;
}): Answer {
	const selector = parseSelectors(query, served.resource);
	if (!selector.ok) return badRequest(selector.error);
	const limit = Number(query.get('limit') ?? 0);
	if (!Number.isInteger(limit) || limit < 0)
		return badRequest(`strconv.ParseInt: parsing "${query.get('limit')}": invalid syntax`);
	const snapshot = snapshotFor({query, store, served, namespace, limit});
	if ('kind' in snapshot) return snapshot;
	const page = cut(snapshot, {selector: selector.value, limit, namespace});
	const metadata = {
		resourceVersion: String(snapshot.resourceVersion),
		...(page.next === undefined
			? {}
			: {continue: encodeContinue({resourceVersion: snapshot.resourceVersion, after: page.next})}),
		// With a selector the server would have to check every remaining object to know the count.
		...(page.next === undefined || selector.value !== undefined ? {} : {remainingItemCount: page.remaining}),
	};
	return json(representList(page.objects, served, representation, {metadata, nowMs}));
}

interface Snapshot {
	readonly objects: readonly KubeObject[];
	readonly resourceVersion: number;
	readonly after: string | undefined;
}

function snapshotFor({
	query,
	store,
	served: {resource},
	namespace,
	limit,
}: {
	query: URLSearchParams;
	store: ApiStore;
	served: ServedResource;
	namespace: string | undefined;
	limit: number;
}): Snapshot | Answer {
	const now = (after?: string): Snapshot => ({
		objects: store.list(resource.id, namespace),
		resourceVersion: store.resourceVersion,
		after,
	});
	const inNamespace = (objects: readonly KubeObject[]) =>
		namespace === undefined ? objects : objects.filter(({metadata}) => metadata.namespace === namespace);
	const asked = query.get('resourceVersion') ?? '';
	const token = query.get('continue') ?? '';
	if (token !== '') {
		if (asked !== '' && asked !== '0')
			return badRequest('specifying resource version is not allowed when using continue');
		const place = decodeContinue(token);
		if (!place.ok) return badRequest(place.error);
		const {resourceVersion, after} = place.value;
		if (resourceVersion === -1) return now(after);
		const objects = store.listAt(resource.id, resourceVersion);
		if (objects === undefined) return expired(inconsistent, encodeContinue({resourceVersion: -1, after}));
		return {objects: inNamespace(objects), resourceVersion, after};
	}
	if (asked === '' || asked === '0') return now();
	const wanted = Number(asked);
	if (!Number.isInteger(wanted) || wanted < 0)
		return badRequest(`Invalid value: "${asked}": strconv.ParseUint: invalid syntax`);
	if (wanted > store.resourceVersion) return tooLargeResourceVersion(wanted, store.resourceVersion);
	const match = query.get('resourceVersionMatch') ?? (limit > 0 ? 'Exact' : 'NotOlderThan');
	if (match !== 'Exact') return now();
	const objects = store.listAt(resource.id, wanted);
	if (objects === undefined) return expired('The resourceVersion for the provided list is too old.');
	return {objects: inNamespace(objects), resourceVersion: wanted, after: undefined};
}

function cut(
	{objects, after}: Snapshot,
	{selector, limit, namespace}: {selector: Predicate | undefined; limit: number; namespace: string | undefined},
): {objects: readonly KubeObject[]; next: string | undefined; remaining: number} {
	// The keys in tokens are relative: a list of one namespace leaves the namespace out.
	const keyOf = ({metadata}: KubeObject) =>
		objectKey(namespace === undefined ? metadata.namespace : undefined, metadata.name);
	const rest = after === undefined ? objects : objects.filter(object => keyOf(object) > after);
	const selected = selector === undefined ? rest : rest.filter(selector);
	if (limit === 0 || selected.length <= limit) return {objects: selected, next: undefined, remaining: 0};
	const page = selected.slice(0, limit);
	const last = page.at(-1);
	return {objects: page, next: last && keyOf(last), remaining: selected.length - limit};
}

const inconsistent =
	'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';
