import {ident} from '../../domain/text/safe-text.ts';
import type {AccessQuestion, ClusterPort} from '../../ports/cluster.ts';
import type {Role, Rule} from './roles.ts';

/** How many access reviews run at the same time. */
const atOnce = 8;

/** Which rules of each role the session has, line by line. `namespace` is empty for all namespaces at once. */
export async function checkRoles(
	cluster: Pick<ClusterPort, 'mayI'>,
	roles: readonly Role[],
	namespace: string,
	signal: AbortSignal,
): Promise<readonly string[]> {
	const answers = new Map<string, string>();
	const questions = roles.flatMap(({rules}) => rules.flatMap(rule => questionsOf(rule, namespace)));
	const waiting = [...new Map(questions.map(question => [textOf(question), question]))];
	const work = async () => {
		for (let next = waiting.shift(); next; next = waiting.shift()) {
			const [text, question] = next;
			const answer = await cluster.mayI(question, signal);
			answers.set(text, answer.ok ? (answer.value ? 'yes' : 'NO ') : '?  ');
		}
	};
	await Promise.all(Array.from({length: atOnce}, work));
	return roles.flatMap(({name, rules}) => {
		const lines = rules
			.flatMap(rule => questionsOf(rule, namespace))
			.map(question => {
				const text = textOf(question);
				return `  ${answers.get(text) ?? '?  '}  ${text}`;
			});
		const missing = lines.filter(text => !text.startsWith('  yes')).length;
		const verdict =
			missing === 0 ? 'complete' : missing === lines.length ? 'not granted' : `${missing} of ${lines.length} missing`;
		return [
			`${name}: ${verdict}`,
			...(missing === lines.length ? [] : lines.filter(text => !text.startsWith('  yes'))),
		];
	});
}

function questionsOf({apiGroups, resources, resourceNames, verbs}: Rule, namespace: string): readonly AccessQuestion[] {
	return apiGroups.flatMap(group =>
		resources.flatMap(path => {
			const [resource = path, subresource = null] = path.split('/');
			return verbs.map(verb => ({verb, group, resource, subresource, namespace, name: resourceNames?.[0] ?? null}));
		}),
	);
}

function textOf({verb, group, resource, subresource, namespace, name}: AccessQuestion): string {
	const what = `${resource}${group === '' ? '' : `.${group}`}${subresource === null ? '' : `/${subresource}`}`;
	const which = name === null ? '' : ` ${name}`;
	return `${verb} ${ident(what)}${ident(which)} ${namespace === '' ? 'in all namespaces' : `in ${ident(namespace)}`}`;
}
