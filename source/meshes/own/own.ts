import {ident, line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Limit, Mesh} from '../contract.ts';
import {type ApplicationMetrics, applicationFamilies, processLabels} from '../families/application-families.ts';
import {familyQuestions} from '../families/family-questions.ts';
import {whyFailuresUntold, whyUnread} from '../families/why-unread.ts';

/** A user's own metrics, as the configuration describes them. */
export function ownMesh(metrics: ApplicationMetrics): Mesh {
	const families = applicationFamilies(metrics);
	const {labels, failure} = metrics;
	const told = [labels.service, labels.application, labels.pod, labels.version, failure?.label ?? null];
	return {
		id: 'own',
		title: safe`own metrics`,
		signs: families.map(({counter, own}) => ({metric: counter, own})),
		countedBy: ['le', ...labels.codes, ...told.filter(label => label !== null)],
		failureRule: failureRule(metrics),
		limits: limitsOf(metrics),
		// Whoever describes them knows them.
		evidence: {requests: 'recorded', latency: 'recorded', versions: 'recorded'},
		whyUnread: samples => whyUnread(metrics, samples),
		whyFailuresUntold: samples => whyFailuresUntold(metrics, samples),
		questions: (scope, signs) =>
			familyQuestions(
				families.filter(({counter}) => signs?.includes(counter) ?? true),
				scope,
				{onceBy: processLabels},
			),
	};
}

/** The meshes that perch may measure where a user describes metrics: those, and every mesh without what it reads of the
 * same metrics in another way. */
export function withOwn(meshes: readonly Mesh[], own: Mesh): readonly Mesh[] {
	const metrics = new Set(own.signs.map(({metric}) => metric));
	const others = meshes.flatMap((mesh): readonly Mesh[] => {
		const taken = mesh.signs.filter(({metric}) => metrics.has(metric));
		if (taken.length === 0) return [mesh];
		const signs = mesh.signs.filter(({writer}) => taken.every(one => one.writer !== writer));
		return signs.length > 0 ? [{...mesh, signs}] : [];
	});
	return [...others, own];
}

function failureRule({labels, failure}: ApplicationMetrics): SafeText {
	if (failure) return safe`${ident(failure.label)} is ${ident(failure.values)}, as the configuration says`;
	return safe`${line(labels.codes.join(', '))} 5xx`;
}

function limitsOf({durations, labels}: ApplicationMetrics): readonly Limit[] {
	const none: readonly Limit[] = [];
	return [
		...(durations === null
			? [{code: 'percentiles', text: safe`The configuration names no histogram of the own metrics`} as const]
			: none),
		...(labels.pod === null && labels.version === null
			? [{code: 'versions', text: safe`The configuration names neither pod nor version of the own metrics`} as const]
			: none),
		{
			code: 'unanswered',
			text: safe`The own metrics are what an application counts itself: a request that was never answered may be missing`,
		},
		{code: 'callers', text: safe`The own metrics do not tell who calls`},
	];
}
