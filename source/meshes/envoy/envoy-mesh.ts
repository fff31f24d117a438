import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Installed, Limit, Mesh} from '../contract.ts';
import {clusterLabel} from './cluster-names.ts';
import {envoyQuestions} from './envoy-questions.ts';
import {classes, codes, type EnvoyClusters} from './envoy-requests.ts';

/** A provider whose requests Envoy counts by clusters. */
export function envoyMesh(
	{
		id,
		title,
		installed,
		evidence,
		clusters,
	}: Pick<Mesh, 'id' | 'title' | 'evidence'> & {readonly installed: Installed; readonly clusters: EnvoyClusters},
	limits: readonly Limit[],
): Mesh {
	return {
		id,
		title,
		signs: envoySigns(clusters.own),
		countedBy: ['le', codes.label, classes.label, clusterLabel],
		failureRule: envoyFailureRule,
		limits,
		installed,
		evidence,
		questions: (scope, signs) => envoyQuestions(clusters, scope, signs),
	};
}

export function envoySigns(own: readonly string[]): Mesh['signs'] {
	return [codes, classes].map(({metric}) => ({metric, own}));
}

export const envoyFailureRule = safe`envoy_response_code 5xx; the status of a gRPC answer is not counted`;

/** What an Envoy at the edge cannot tell. */
export function gatewayLimits(title: SafeText): readonly Limit[] {
	return [
		{code: 'inside', text: safe`${title} counts only requests that come through it`},
		{code: 'callers', text: safe`${title} does not tell who calls`},
	];
}
