import {readdirSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {parseAllDocuments} from 'yaml';
import type {PlanStep} from '../../source/domain/release/plan.ts';
import {ok} from '../../source/domain/result.ts';
import {kindsOf} from '../../source/engine/world/context.ts';
import {checkRoles} from '../../source/main/rbac/check-roles.ts';
import {type Rule, rolesOf} from '../../source/main/rbac/roles.ts';
import {rolesYaml} from '../../source/main/rbac/roles-yaml.ts';
import {policyReaders} from '../../source/policies/registry.ts';
import type {AccessQuestion} from '../../source/ports/cluster.ts';
import type {Permission, ReleaseBackend} from '../../source/releases/contract.ts';
import {releaseBackends} from '../../source/releases/registry.ts';
import {operationOf, planOf, requestsOf, sceneOf} from '../releases/operator.ts';

const backends: readonly ReleaseBackend[] = releaseBackends;
const roles = rolesOf(kindsOf({backends, policyReaders}), backends);

/** `patch rollouts/status.argoproj.io`, one for each verb, resource and group of a role. */
function grants(name: string): readonly string[] {
	const rules = roles.find(role => role.name === name)?.rules ?? [];
	return rules.flatMap(({apiGroups, resources, verbs}) =>
		apiGroups.flatMap(group => resources.flatMap(path => verbs.map(verb => grantText(verb, path, group)))),
	);
}

function grantText(verb: string, path: string, group: string): string {
	return `${verb} ${path}${group === '' ? '' : `.${group}`}`;
}

function permissionText({verb, kindId, subresource}: Permission): string {
	const [resource = '', ...group] = kindId.split('.');
	return grantText(verb, subresource === null ? resource : `${resource}/${subresource}`, group.join('.'));
}

function neededBy(step: PlanStep): readonly string[] {
	switch (step.kind) {
		case 'patch':
			return [
				permissionText({verb: 'patch', kindId: step.ref.kindId, subresource: step.subresource, role: 'operator'}),
			];
		case 'delete':
			return [permissionText({verb: 'delete', kindId: step.ref.kindId, subresource: null, role: 'optIn'})];
		case 'post':
			return ['create services/proxy'];
		case 'await':
			return [];
	}
}

const folder = new URL('../fixtures/cluster/', import.meta.url);
const situations = readdirSync(folder).flatMap(name =>
	readdirSync(new URL(`${name}/`, folder)).map(file => `${name}/${file.replace('.json', '')}`),
);

describe('the roles', () => {
	test('let the viewer read every kind that perch watches, and nothing more but logs and the uid of the cluster', () => {
		const watched = kindsOf({backends, policyReaders}).flatMap(({resource, group}) =>
			['get', 'list', 'watch'].map(verb => grantText(verb, resource, group)),
		);
		expect(grants('perch-viewer').toSorted()).toEqual([...watched, 'get pods/log', 'get namespaces'].toSorted());
	});

	test.each(situations)('grant, in %s, every write of every plan, and the verb names each beforehand', name => {
		const scene = sceneOf(name);
		const granted = new Set(roles.flatMap(role => grants(role.name)));
		for (const {verb, answers} of requestsOf(scene)) {
			const operation = operationOf(scene, verb);
			const plan = planOf(scene, verb, answers);
			if (!plan.ok) continue;
			const named = operation.permissions(scene.release).map(permissionText);
			const needed = [...plan.value.steps, ...(plan.value.cleanup ?? [])].flatMap(neededBy);
			for (const need of needed) {
				expect(granted, `${verb}: ${need}`).toContain(need);
				expect(named, `${verb} names ${need}`).toContain(need);
			}
		}
	});

	test('hold what operations need, as each backend names all permissions of its operations', () => {
		for (const name of situations) {
			const {backend, release} = sceneOf(name);
			const known = backend.permissions.map(permissionText);
			for (const operation of Object.values(backend.operations)) {
				expect(known).toEqual(expect.arrayContaining(operation.permissions(release).map(permissionText)));
			}
		}
	});

	test('keep permissions that amount to more than they seem out of the viewer and the operator', () => {
		const plain = [...grants('perch-viewer'), ...grants('perch-operator')];
		for (const more of ['patch services', 'create services/proxy', 'get services/proxy', 'delete pods'])
			expect(plain).not.toContain(more);
		expect(grants('perch-prometheus')).toEqual(['get services/proxy']);
	});

	test('say the same in YAML', () => {
		const documents = parseAllDocuments(rolesYaml(roles)).map(
			document => document.toJS() as {metadata: {name: string}; rules: readonly Rule[]},
		);
		expect(documents.map(({metadata, rules}) => ({name: metadata.name, rules}))).toEqual(
			roles.map(({name, rules}) => ({name, rules})),
		);
	});
});

describe('the check of the roles', () => {
	async function checked(mayI: (question: AccessQuestion) => boolean, namespace = ''): Promise<readonly string[]> {
		const cluster = {mayI: async (question: AccessQuestion) => ok(mayI(question))};
		return checkRoles(cluster, roles, namespace, new AbortController().signal);
	}

	test('finds every role complete for a session that may do everything', async () => {
		expect(await checked(() => true)).toEqual(roles.map(({name}) => `${name}: complete`));
	});

	test('finds no role granted for a session that may do nothing', async () => {
		expect(await checked(() => false)).toEqual(roles.map(({name}) => `${name}: not granted`));
	});

	test('names each missing permission', async () => {
		const lines = await checked(({subresource}) => subresource !== 'status', 'shop');
		expect(lines).toContain('  NO   patch rollouts.argoproj.io/status in shop');
		expect(lines.find(text => text.startsWith('perch-operator'))).toMatch(/of \d+ missing$/);
		expect(lines).toContain('perch-viewer: complete');
	});
});
