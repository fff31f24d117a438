/** What a request wants to do to which resource or path, in the terms of access rules; the server need not serve
 * it. */
export type RequestTarget = ResourceTarget | {readonly kind: 'path'; readonly verb: string; readonly path: string};

export interface ResourceTarget {
	readonly kind: 'resource';
	/** get, list, watch, create, update, patch, delete, deletecollection. */
	readonly verb: string;
	readonly group: string;
	readonly version: string;
	readonly namespace: string | undefined;
	/** The plural name. */
	readonly resource: string;
	readonly name: string | undefined;
	readonly subresource: string | undefined;
	/** The path after the subresource; only `proxy` has one. */
	readonly rest: string;
}

/** Parses the request as the API server does, from its method and URL alone. */
export function parseTarget({
	method,
	path,
	query,
}: {
	method: string;
	path: string;
	query: URLSearchParams;
}): RequestTarget {
	const parts = path.split('/').slice(1);
	const isCore = parts[0] === 'api';
	const prefix = isCore ? 2 : 3;
	if ((!isCore && parts[0] !== 'apis') || parts.length <= prefix || parts[prefix] === '') {
		return {kind: 'path', verb: method.toLowerCase(), path};
	}
	const group = isCore ? '' : decode(parts[1]);
	const version = decode(parts[prefix - 1]);
	const inside = parts.slice(prefix);
	// `/namespaces/shop` is the Namespace itself; `/namespaces/shop/services` is inside it.
	const isInNamespace = inside[0] === 'namespaces' && inside.length > 2 && !namespaceSubresources.has(inside[2] ?? '');
	const [resource, name, subresource, ...rest] = isInNamespace ? inside.slice(2) : inside;
	return {
		kind: 'resource',
		verb: verbOf(method, name, query),
		group,
		version,
		namespace: isInNamespace ? decode(inside[1]) : resource === 'namespaces' && name ? decode(name) : undefined,
		resource: decode(resource),
		name: name ? decode(name) : undefined,
		subresource: subresource ? decode(subresource) : undefined,
		rest: rest.length === 0 ? '' : `/${rest.join('/')}`,
	};
}

function isWatch(query: URLSearchParams): boolean {
	return ['1', 'true'].includes(query.get('watch') ?? '');
}

const namespaceSubresources = new Set(['status', 'finalize']);

function verbOf(method: string, name: string | undefined, query: URLSearchParams): string {
	switch (method) {
		case 'POST':
			return 'create';
		case 'PUT':
			return 'update';
		case 'PATCH':
			return 'patch';
		case 'DELETE':
			return name ? 'delete' : 'deletecollection';
		default:
			if (isWatch(query)) return 'watch';
			return name ? 'get' : 'list';
	}
}

function decode(part = ''): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
