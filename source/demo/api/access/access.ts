import type {RequestTarget} from '../connection/request-target.ts';

export interface User {
	readonly name: string;
	readonly uid?: string;
	readonly groups: readonly string[];
}

/** A user who signs in with a bearer token. */
interface DemoUser extends User {
	readonly token: string;
	/** The namespace of the user's kubeconfig context. */
	readonly namespace?: string;
}

export interface ResourceRule {
	readonly verbs: readonly string[];
	readonly apiGroups: readonly string[];
	readonly resources: readonly string[];
	readonly resourceNames?: readonly string[];
}

export interface PathRule {
	readonly verbs: readonly string[];
	readonly nonResourceURLs: readonly string[];
}

/** Gives a role to a group or a user: in the whole cluster, or in one namespace. */
export interface Binding {
	readonly name: string;
	readonly role: string;
	readonly to: {readonly kind: 'Group' | 'User'; readonly name: string};
	readonly namespace?: string;
}

/** RBAC as data. */
export interface AccessPolicy {
	readonly users: readonly DemoUser[];
	readonly roles: Readonly<Record<string, readonly (ResourceRule | PathRule)[]>>;
	readonly bindings: readonly Binding[];
}

export const anonymous: User = {name: 'system:anonymous', groups: ['system:unauthenticated']};

/** The user behind a request's Authorization header; undefined when no user has the token. */
export function authenticate(policy: AccessPolicy, authorization: string | undefined): User | undefined {
	if (authorization === undefined) return anonymous;
	const token = /^Bearer (.+)$/i.exec(authorization)?.[1];
	const user = policy.users.find(candidate => candidate.token === token);
	return user === undefined ? undefined : {...user, groups: [...user.groups, 'system:authenticated']};
}

/** The binding that allows the request, or undefined. */
export function authorize(policy: AccessPolicy, user: User, target: RequestTarget): Binding | undefined {
	const namespace = target.kind === 'resource' ? target.namespace : undefined;
	return bindingsOf(policy, user, namespace).find(binding =>
		(policy.roles[binding.role] ?? []).some(rule => allows(rule, target)),
	);
}

/** The rules that hold for the user in a namespace: those bound cluster-wide and those bound in that namespace. */
export function rulesOf(
	policy: AccessPolicy,
	user: User,
	namespace: string,
): {resourceRules: readonly ResourceRule[]; nonResourceRules: readonly PathRule[]} {
	const rules = bindingsOf(policy, user, namespace).flatMap(({role}) => policy.roles[role] ?? []);
	return {
		resourceRules: rules.filter((rule): rule is ResourceRule => 'resources' in rule),
		nonResourceRules: rules.filter((rule): rule is PathRule => 'nonResourceURLs' in rule),
	};
}

/** `User "vera" cannot list resource "canaries" in API group "flagger.app" at the cluster scope`. */
export function cannot(user: User, target: RequestTarget): string {
	if (target.kind === 'path') return `User "${user.name}" cannot ${target.verb} path "${target.path}"`;
	const resource = [target.resource, target.subresource].filter(Boolean).join('/');
	const where = target.namespace === undefined ? 'at the cluster scope' : `in the namespace "${target.namespace}"`;
	return `User "${user.name}" cannot ${target.verb} resource "${resource}" in API group "${target.group}" ${where}`;
}

function bindingsOf(policy: AccessPolicy, user: User, namespace: string | undefined): readonly Binding[] {
	return policy.bindings.filter(
		({to, namespace: where}) =>
			(where === undefined || where === namespace) &&
			(to.kind === 'Group' ? user.groups.includes(to.name) : user.name === to.name),
	);
}

function allows(rule: ResourceRule | PathRule, target: RequestTarget): boolean {
	if (!matches(rule.verbs, target.verb)) return false;
	if ('nonResourceURLs' in rule) {
		return target.kind === 'path' && rule.nonResourceURLs.some(pattern => matchesPath(pattern, target.path));
	}
	if (target.kind === 'path') return false;
	const {group, resource, subresource, name} = target;
	const resources = subresource === undefined ? [resource] : [`${resource}/${subresource}`, `*/${subresource}`];
	return (
		matches(rule.apiGroups, group) &&
		resources.some(wanted => matches(rule.resources, wanted)) &&
		(rule.resourceNames === undefined || (name !== undefined && rule.resourceNames.includes(name)))
	);
}

function matches(allowed: readonly string[], wanted: string): boolean {
	return allowed.includes('*') || allowed.includes(wanted);
}

function matchesPath(pattern: string, path: string): boolean {
	return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : pattern === path;
}
