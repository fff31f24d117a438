import {safe} from '../../domain/safe-text.ts';
import {comparisonText, harmOf, incomparableText, releaseTraffic, sidesOf} from '../evidence/comparison.ts';
import type {Intent} from '../state/intent.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import type {ConfirmView} from './confirm-view.ts';

/** What was measured of the canary, where more traffic is about to go to it. */
export function evidenceLines(context: EngineContext, state: State, intent: Intent): ConfirmView['lines'] {
	if (intent.plan?.direction !== 'towardCanary') return [];
	const release = context.derive.releases(state).get(intent.release.key);
	if (!release || release.canary === null) return [];
	const harm = harmOf(context, state, release);
	const measured = comparisonText(sidesOf(context, state, release), harm);
	if (measured) return [{tone: harm === null ? 'plain' : 'critical', text: safe`measured: ${measured}`}];
	const incomparable = incomparableText(release);
	if (incomparable) return [{tone: 'warning', text: incomparable}];
	const split = releaseTraffic(context, state, release)?.split;
	const because = split?.kind === 'cannotTell' ? split.because : safe`no figures of this release`;
	return [{tone: 'warning', text: safe`the canary was not compared with stable: ${because}`}];
}
