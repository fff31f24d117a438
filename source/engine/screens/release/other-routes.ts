import {isSameService} from '../../../domain/cluster/service-host.ts';
import type {Release} from '../../../domain/release/release.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {releaseName} from '../../../traffic/rows.ts';
import {percentText} from '../../evidence/text/weight-text.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';

/** `edge/storefront sends 20% to 2.9.0 as well`: other releases whose routes lead to the same canary. A verb on
 * this release does not move them. */
export function otherRoutes(context: EngineContext, state: State, release: Release): readonly SafeText[] {
	const canary = release.revisions.find(({key}) => key === release.canary)?.tag ?? safe`the canary`;
	return [...context.derive.releases(state).values()]
		.filter(other => other.key !== release.key && isSameCanary(release, other) && other.split.configuredPercent !== 0)
		.map(other => safe`${releaseName(other)} sends ${shareOf(other)} to ${canary} as well`);
}

function isSameCanary(one: Release, other: Release): boolean {
	if (one.canary === null || other.canary === null) return false;
	return one.services.canary.some(service => other.services.canary.some(their => isSameService(service, their)));
}

function shareOf({split: {configuredPercent}}: Release): SafeText {
	return configuredPercent === 'unknown' ? safe`an unknown share` : percentText(configuredPercent);
}
