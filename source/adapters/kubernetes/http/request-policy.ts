import {type SafeText, safe} from '../../../domain/text/safe-text.ts';

/** Limits what may leave this machine, whatever the callers ask for: GETs, the reviews about ourselves and,
 * unless the target is read-only, JSON Patches, Events, the gates of Flagger's loadtester, and the deletion
 * of single pods. Null when the request may go. */
export function refuseLocally(request: {
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	readonly contentType: string | null;
	readonly isReadOnly: boolean;
}): SafeText | null {
	const {method, path, contentType, isReadOnly} = request;
	if (isReadOrReview(method, path)) return null;
	if (isReadOnly) return safe`perch is read-only here: nothing was sent`;
	if (method === 'PATCH' && contentType === jsonPatch) return null;
	if (method === 'POST' && (eventPath.test(path) || gatePath.test(path))) return null;
	if (method === 'DELETE' && podPath.test(path)) return null;
	return safe`perch does not send this kind of request: nothing was sent`;
}

/** Whether the request changes nothing in the cluster. */
export function isReadOrReview(method: string, path: string): boolean {
	return method === 'GET' || (method === 'POST' && reviews.has(path));
}

export const jsonPatch = 'application/json-patch+json';

export const selfSubjectReviews = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
export const selfSubjectAccessReviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

const reviews: ReadonlySet<string> = new Set([
	selfSubjectReviews,
	selfSubjectAccessReviews,
	'/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
]);

/** We may call nothing but the loadtester's gates: it runs commands that are posted to its root. */
const gatePath = /^\/api\/v1\/namespaces\/[^/]+\/services\/[^/]+\/proxy\/(gate|rollback)\/(open|close)$/;
const podPath = /^\/api\/v1\/namespaces\/[^/]+\/pods\/[^/]+$/;
const eventPath = /^\/api\/v1\/namespaces\/[^/]+\/events$/;
