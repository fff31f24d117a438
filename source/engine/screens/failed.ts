import {defectOf} from '../../domain/defect.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clusterFreshness, type FreshnessView, metricsFreshness} from '../evidence/freshness.ts';
import type {State} from '../state/state.ts';
import type {FooterView} from './footer.ts';
import type {HeaderView} from './header.ts';

/** What is shown in place of a screen that cannot be: which part of perch failed, and the ways out. */
export interface FailedView {
	readonly header: HeaderView;
	readonly footer: FooterView;
	readonly text: SafeText;
}

export function selectFailed(live: State, shown: State, error: unknown): FailedView {
	const {target, settings} = live.session;
	const {text} = defectOf(live.screen.stack.at(-1)?.kind ?? 'screen', error);
	return {
		// Made of little: what fails may be a part of every screen.
		header: {
			context: target.context,
			isProtected: !settings.isDemo,
			environment: null,
			isDemo: settings.isDemo,
			isInsecure: target.isInsecure,
			isReadOnly: settings.isReadOnly || target.isReadOnly,
			scope: safe``,
			user: live.cluster.identity?.user ?? null,
			nowMs: shown.nowMs + shown.cluster.clockOffsetMs,
			cluster: clusterFreshness(shown),
			metrics: ageOfMetrics(shown),
			frozenSeconds: null,
			banners: [],
		},
		footer: {keys: waysOut, message: live.screen.message, filter: null},
		text,
	};
}

/** They may be what fails. */
function ageOfMetrics(shown: State): FreshnessView {
	try {
		return metricsFreshness(shown);
	} catch {
		return {state: 'none', ageSeconds: null, problem: null};
	}
}

const waysOut: FooterView['keys'] = [
	{key: safe`esc`, label: safe`close`},
	{key: safe`ctrl-c`, label: safe`quit`},
].map(({key, label}) => ({key, label, short: label, named: 'always', disabledBecause: null}));
