import {scopeOf} from '../../domain/signals/series-scope.ts';
import type {Mesh} from '../contract.ts';
import {originLabels} from '../origins.ts';
import {ruleNames} from './rule-names.ts';

/** One recording rule of Prometheus. */
export interface RecordingRule {
	readonly record: string;
	readonly expr: string;
}

/** The rules that answer the provider's questions about all services: each is the question itself, so that recorded
 * figures are those that perch would have been told. Empty for a provider that counts no requests. `labels`: further
 * labels that the operator's matchers select by. */
export function recordingRules(
	mesh: Mesh,
	windowSeconds: number,
	labels: readonly string[] = [],
): readonly RecordingRule[] {
	if (mesh.limits.some(({code}) => code === 'requests')) return [];
	const usual = scopeOf({});
	const scope = {...usual, clusterLabels: [...new Set([...usual.clusterLabels, ...labels])]};
	const questions = mesh.questions(scope);
	const names = ruleNames(mesh, windowSeconds);
	const edges = questions.edges?.(windowSeconds);
	return [
		{record: names.requests, expr: questions.traffic(windowSeconds).promql},
		...(edges ? [{record: names.edges, expr: edges.promql}] : []),
		{record: names.newestSample, expr: questions.newestSample(originLabels(scope)).promql},
	];
}
