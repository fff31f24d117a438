import type {Labels} from '../../domain/cluster/kube-object.ts';
import {
	type ConfigurationPlace,
	type ConfiguredNames,
	configurationLayers,
} from '../../domain/settings/configuration-blocks.ts';
import type {ChosenFailures, FailureRule, FailureSource, StatusRule} from '../../domain/settings/failure-rule.ts';
import type {FailureConfiguration} from '../../domain/settings/failure-settings.ts';
import type {UnfollowedAnnotation} from '../../domain/settings/judge-settings.ts';
import {type Protocol, protocols, type StatusList} from '../../domain/settings/status-list.ts';
import {ident} from '../../domain/text/safe-text.ts';
import {annotatedFailures} from './annotated-failures.ts';

/** What failures are configured for. */
export interface FailuresAsked extends ConfiguredNames {
	/** Of each release's object. */
	readonly annotations: readonly Labels[];
}

/** The most specific list in the configuration file, part by part, and what annotations add to it, or to the mesh's own
 * rule. What the file says is no failure stays none. `chosen` is null where nothing is set. */
export function chosenFailures(
	configuration: FailureConfiguration | null,
	asked: FailuresAsked,
): {readonly chosen: ChosenFailures | null; readonly unfollowed: readonly UnfollowedAnnotation[]} {
	const annotated = asked.annotations.map(annotations => ({annotations, ...annotatedFailures(annotations)}));
	const layers = configurationLayers(configuration, asked);
	const rule: Record<keyof FailureRule, StatusRule | null> = {http: null, grpc: null};
	const sources: Record<keyof FailureRule, FailureSource | null> = {http: null, grpc: null};
	const unfollowed = annotated.flatMap(one => one.unfollowed);
	for (const protocol of protocols) {
		const listed = lastList(layers, protocol);
		const except = listed?.list.except ?? [];
		const added = new Set<string>();
		for (const {annotations, added: all} of annotated) {
			for (const {name, statuses} of all.filter(one => one.protocol === protocol)) {
				const refused = statuses.filter(status => except.includes(status));
				for (const status of statuses) if (!refused.includes(status)) added.add(status);
				if (!listed || refused.length === 0) continue;
				const because = {kind: 'excepted', protocol, statuses: refused, by: listed.place} as const;
				unfollowed.push({name: ident(name), value: annotations[name] ?? ident(''), because});
			}
		}
		const more = [...added].filter(status => !listed?.list.failing.includes(status));
		if (!listed && more.length === 0) continue;
		rule[protocol] = {failing: [...(listed?.list.failing ?? []), ...more], except, isBesideOwn: !listed};
		sources[protocol] = {place: listed?.place ?? null, added: more};
	}
	const isSet = rule.http !== null || rule.grpc !== null;
	return {chosen: isSet ? {rule, sources} : null, unfollowed};
}

function lastList(
	layers: ReturnType<typeof configurationLayers<NonNullable<FailureConfiguration>['all']['settings']>>,
	protocol: Protocol,
): {readonly place: ConfigurationPlace; readonly list: StatusList} | null {
	const told = layers.flatMap(([place, {[protocol]: list}]) => (list ? [{place, list}] : []));
	return told.at(-1) ?? null;
}
