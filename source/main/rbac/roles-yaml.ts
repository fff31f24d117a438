import {Document, visit} from 'yaml';
import type {Role} from './roles.ts';

/** ClusterRoles for `kubectl apply -f -`. In single namespaces bind the same ones with RoleBindings. */
export function rolesYaml(roles: readonly Role[]): string {
	return roles
		.map(({name, purpose, rules}) => {
			const role = {apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: {name}, rules};
			const comment = purpose.map(text => `# ${text}\n`).join('');
			return `${comment}${documentText(role)}`;
		})
		.join('---\n');
}

/** Writes each list of words on one line, as people write roles. */
function documentText(value: unknown): string {
	const document = new Document(value);
	visit(document, {
		Seq(_key, list) {
			list.flow = !list.items.some(item => typeof item === 'object' && item !== null && 'items' in item);
		},
	});
	return document.toString({lineWidth: 0, flowCollectionPadding: false});
}
