import {type SeriesScope, selectorOf} from '../../domain/signals/series-scope.ts';
import type {Mesh, MeshQuestions} from '../contract.ts';
import {range} from '../promql.ts';
import {type RuleNames, ruleNames} from './rule-names.ts';

/** The recording rules that answer in place of a provider's own series. */
export interface RulesInUse {
	readonly windowSeconds: number;
	/** A record older than that is of rules that are no longer evaluated. */
	readonly freshSeconds: number;
	/** Whether callers are recorded too. */
	readonly hasEdges: boolean;
}

/** The provider's questions, of which those about all services are answered by records. A record that is too old is left
 * out by the server: an answer without samples says that the rules are not evaluated. */
export function byRules(mesh: Mesh, questions: MeshQuestions, scope: SeriesScope, rules: RulesInUse): MeshQuestions {
	const {windowSeconds, hasEdges} = rules;
	const names = ruleNames(mesh, windowSeconds);
	// The rules were written for every form of the provider's metrics, whichever are here.
	const recorded = mesh.questions(scope);
	const {edges} = questions;
	const isOwn = (seconds: number) => seconds === windowSeconds;
	return {
		...questions,
		traffic: seconds =>
			isOwn(seconds)
				? {...recorded.traffic(seconds), promql: freshRecord(names, 'requests', scope, rules)}
				: questions.traffic(seconds),
		...(edges && {
			edges: (seconds, services) =>
				recorded.edges && hasEdges && isOwn(seconds) && !services
					? {
							...recorded.edges(seconds),
							promql: freshRecord(names, 'edges', scope, rules),
							otherwise: edges(seconds, services),
						}
					: edges(seconds, services),
		}),
		newestSample: () => ({
			...recorded.newestSample(),
			promql: `max(${names.newestSample}${selectorOf(scope.matchers)})`,
			otherwise: questions.newestSample(),
		}),
	};
}

/** Queries about the records themselves, with an answer of one sample each or none. */
export function rulesHealth(mesh: Mesh, {matchers, copiesBy}: SeriesScope, windowSeconds: number, overSeconds: number) {
	const {newestSample} = ruleNames(mesh, windowSeconds);
	const record = `${newestSample}${selectorOf(matchers)}`;
	const whole = copiesBy.map(label => `${label}!=""`);
	const apart = `${newestSample}${selectorOf(matchers, whole)}`;
	return {
		/** How old the newest record is, in seconds. */
		age: `time() - max(timestamp(${record}))`,
		/** How many were kept within that time. */
		records: `max(count_over_time(${record}[${range(overSeconds)}]))`,
		/** How many series tell copies apart as the provider's own do. */
		apart: `count(${apart})`,
	};
}

function freshRecord(
	names: RuleNames,
	of: 'requests' | 'edges',
	{matchers, copiesBy}: SeriesScope,
	{freshSeconds}: RulesInUse,
): string {
	const selector = selectorOf(matchers);
	// Also without copies the name goes: it would be a third of the answer.
	const records = `max without (${copiesBy.join(',')})(${names[of]}${selector})`;
	return `${records} and on () (time() - max(timestamp(${names.newestSample}${selector})) < ${freshSeconds})`;
}
