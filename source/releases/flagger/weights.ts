import type {Moment, Split} from '../../domain/release/release.ts';
import {SERVICES} from '../../kinds/service.ts';
import {rolesOf} from './revisions.ts';
import {canaryServiceOf, primaryServiceOf, worstRule} from './route.ts';
import {countedRules, isUnderWay, type Situation, strategyOf} from './situation.ts';
import {maxWeightOf} from './steps.ts';

/** The desired share of the canary, and the configured share that the route gives it. */
export function splitOf(situation: Situation, timeline: readonly Moment[]): Split {
	const configured = configuredOf(situation);
	const last = timeline.findLast(({weightPercent}) => weightPercent !== null);
	const shares = sharesOf(situation, configured.configuredPercent);
	return {
		desiredPercent: desiredPercent(situation, configured.configuredPercent),
		...configured,
		// Not every change of the weight leaves an Event: the Event of another weight does not tell when this
		// weight was set.
		changedAtMs: last?.weightPercent === configured.configuredPercent ? last.atMs : null,
		...(shares.length === 0 ? {} : {shares}),
	};
}

/**
 * The shares by Service, if perch cannot tell the versions apart: a target without a template, or a change of
 * configuration.
 */
function sharesOf(situation: Situation, percent: Split['configuredPercent']): NonNullable<Split['shares']> {
	const {canary} = situation;
	if (percent === 'unknown' || (percent === 0 && !isUnderWay(canary)) || rolesOf(situation).canary !== null) return [];
	return [
		{to: primaryServiceOf(canary), percent: Math.round((100 - percent) * 100) / 100},
		{to: canaryServiceOf(canary), percent},
	];
}

type Configured = Pick<Split, 'configuredPercent' | 'configuredBy' | 'places'>;

/**
 * The route decides: Flagger zeroes its own figure while it waits for a promotion, though traffic stays where
 * it was.
 */
function configuredOf(situation: Situation): Configured {
	const {canary, route} = situation;
	if (route !== null) {
		// Which share of all requests matches an A/B test is unknown.
		const isPartly = strategyOf(canary) === 'abTest' && worstRule(route.rules).percent > 0;
		const rules = countedRules(canary, route);
		const worst = worstRule(rules).percent;
		return {
			configuredPercent: isPartly ? 'unknown' : worst,
			configuredBy: 'route',
			...(rules.every(({percent}) => percent === worst)
				? {}
				: {places: rules.map(({where, percent}) => ({where, percent}))}),
		};
	}
	if (leadsToPrimary(situation)) return {configuredPercent: 0, configuredBy: 'selector'};
	const {phase, weight, iterations} = canary.status;
	const isTold = phase !== null && phase !== 'WaitingPromotion' && iterations >= 0 && strategyOf(canary) === 'canary';
	if (isTold) return {configuredPercent: weight, configuredBy: 'controller'};
	return {
		configuredPercent: isUnderWay(canary) ? 'unknown' : 0,
		configuredBy: isUnderWay(canary) ? 'none' : 'controller',
	};
}

/** Whether the apex Service leads to the primary's pods, as it does before and after a release without weights. */
function leadsToPrimary({canary, primary, snapshot}: Situation): boolean {
	const {provider, apex, metadata, status} = canary;
	const isPlain = provider === 'kubernetes' || (provider === null && status.weight === 0);
	if (!isPlain || primary === null) return false;
	const selector = Object.entries(snapshot.get(SERVICES, metadata.namespace, apex)?.selector ?? {});
	return selector.length > 0 && selector.every(([label, value]) => primary.template.labels[label] === value);
}

function desiredPercent({canary}: Situation, configured: Split['configuredPercent']): Split['desiredPercent'] {
	const {phase, weight, iterations} = canary.status;
	const strategy = strategyOf(canary);
	switch (phase as string | null) {
		case 'Progressing':
			return strategy === 'canary' && iterations >= 0 ? weight : configured;
		case 'WaitingPromotion':
			return strategy === 'canary' ? maxWeightOf(canary) : configured;
		case 'Promoting':
			return configured;
		default:
			return 0;
	}
}
