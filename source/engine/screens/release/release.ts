import {namedBy, type ReleaseKey} from '../../../domain/cluster/keys.ts';
import {measuredText} from '../../../domain/release/measured-text.ts';
import type {Analysis, Release} from '../../../domain/release/release.ts';
import type {WhyCode} from '../../../domain/release/told.ts';
import {ident, line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {clockTime} from '../../../domain/time.ts';
import {releaseName} from '../../../traffic/rows.ts';
import {askedOf} from '../../evidence/asked.ts';
import {disagreement} from '../../evidence/comparison/disagreement.ts';
import {isWorse} from '../../evidence/verdict.ts';
import {versionsText} from '../../lists/attention.ts';
import {releaseKeyOf} from '../../lists/places.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext, Screen} from '../../world/context.ts';
import {onCharts, onCopied, onEveryScreen, onReleases} from '../actions-of-screens.ts';
import {type ChartView, selectCharts} from '../charts.ts';
import {chatText} from '../copy/chat-text.ts';
import {emptyBecause} from '../empty.ts';
import {type FooterView, selectFooter} from '../footer.ts';
import {type HeaderView, selectHeader} from '../header.ts';
import {type IntentLines, intentLines} from '../intent-line.ts';
import {releasesRead} from '../what-is-read.ts';
import {type BlastView, blastView} from './blast-radius.ts';
import {type ComparisonView, comparisonView} from './comparison-rows.ts';
import {costText} from './cost-text.ts';
import {otherRoutes} from './other-routes.ts';
import {backText, nextText, nowText} from './outlook.ts';
import {type Headline, headlineOfRelease} from './release-headline.ts';
import {type PodRow, podRows, rangeText, revisionText, type VersionRow, versionRows, versionsOver} from './service.ts';
import {placeTexts} from './split-places.ts';
import {policyContradictions} from './traffic-policy.ts';
import {type WhereView, whereView} from './where-text.ts';

/** One release: its verdict, what happens by itself, what a way back would do; then the numbers; then charts. */
export interface ReleaseView {
	readonly header: HeaderView;
	/** `shop/checkout` */
	readonly name: SafeText;
	/** `2.8.1 → 2.9.0` */
	readonly versions: SafeText;
	/** `(r41→r42)`; empty where none is known. */
	readonly revisionNumbers: SafeText;
	readonly controller: SafeText;
	readonly headline: Headline;
	/** The last intent and how far it came; null when there is none. */
	readonly intent: IntentLines | null;
	readonly now: SafeText;
	/** What waiting and what promoting costs; null where nothing shows harm. */
	readonly cost: SafeText | null;
	readonly next: SafeText;
	readonly back: SafeText;
	/** Where its extra failures are; null where they are not clearly anywhere. */
	readonly where: WhereView | null;
	/** Who calls it, and whose errors rose meanwhile; null where it has no canary, and where nobody tells. */
	readonly blast: BlastView | null;
	readonly steps: readonly StepView[];
	/** Null while there is no canary or nothing to compare. */
	readonly comparison: ComparisonView | null;
	/** Only when they disagree: `weight 20% by argo · route says 25% · measured 24.8%`. */
	readonly disagreement: SafeText | null;
	/** Where places of the routes differ: what each sends to the canary, worst first; then other releases' routes. */
	readonly places: readonly SafeText[];
	readonly contradictions: readonly SafeText[];
	/** Not urgent where the line about what comes next says as much. */
	readonly why: {readonly text: SafeText; readonly isUrgent: boolean} | null;
	/** What the canary changes, one a line. */
	readonly changed: readonly SafeText[];
	readonly analyses: readonly SafeText[];
	readonly pods: readonly PodRow[];
	readonly morePods: number;
	readonly timeline: readonly {readonly at: SafeText; readonly text: SafeText; readonly isWarning: boolean}[];
	readonly charts: readonly [ChartView, ChartView, ChartView];
	/** The chart that is shown alone; null while all three are. */
	readonly chartIndex: 0 | 1 | 2 | null;
	readonly range: SafeText;
	readonly revisions: readonly VersionRow[];
	/** `over 1m`: not the time of the comparison. */
	readonly revisionsOver: SafeText;
	readonly empty: SafeText | null;
	readonly footer: FooterView;
}

export interface StepView {
	readonly label: SafeText;
	readonly state: 'done' | 'current' | 'ahead';
}

const timelineLimit = 30;

export const release = {
	id: 'release',
	actions: [...onEveryScreen, ...onReleases, ...onCopied, ...onCharts],
	namedFirst: [...onReleases, 'open service', 'copyForChat', 'open logs'],
	namesWayBack: true,
	showsEdges: 'own',
	chat: chatText,
	select: (context, live, shown, {key}) => selectRelease(context, live, shown, releaseKeyOf(key)),
} satisfies Screen<'release'>;

function selectRelease(context: EngineContext, live: State, shown: State, key: ReleaseKey): ReleaseView {
	const release = context.derive.releases(shown).get(key);
	const frame = {
		header: selectHeader(context, live, shown),
		footer: selectFooter(context, live),
		charts: selectCharts(context, shown, key, release ?? null, 'version'),
		chartIndex: shown.screen.chartIndex,
		range: rangeText(shown),
	};
	if (!release) return {...gone(context, shown, key), ...frame};
	const asked = askedOf(shown, release);
	return {
		...frame,
		name: releaseName(release),
		versions: versionsText(release),
		revisionNumbers: numbersOf(release),
		controller: release.controller,
		headline: headlineOfRelease(context, shown, release),
		intent: intentLines(context, live, release),
		now: nowText(context, shown, release),
		cost: costText(context, shown, release),
		next: asked ? safe`not known before ${release.controller} answers` : nextText(shown, release),
		back: backText(context, shown, release),
		where: asked ? null : whereView(context, shown, release),
		blast: blastView(context, shown, release),
		steps: release.steps,
		comparison: comparisonView(context, shown, release),
		disagreement: asked ? null : disagreement(context, shown, release),
		places: [...placeTexts(release), ...otherRoutes(context, shown, release)],
		contradictions: [
			// The first is the headline, unless something else comes before it.
			...(asked ? asked.contradictions : release.contradictions.slice(release.notUnderstood ? 0 : 1)).map(
				({text}) => text,
			),
			...policyContradictions(context, shown, release),
		],
		// Show the whole field: the operator looks for it.
		why: release.notUnderstood ? {text: release.notUnderstood.field, isUrgent: true} : asked ? null : whyOf(release),
		changed: release.changed,
		analyses: [
			...release.analyses.flatMap(analysis => [analysisText(analysis), ...notesOf(analysis)]),
			...judgementsDiffer(context, shown, release),
		],
		pods: podRows(shown, release),
		morePods: 0,
		// The newest first: the operator looks for it, and where room is short the last lines are left out.
		timeline: release.timeline
			.toReversed()
			.slice(0, timelineLimit)
			.map(({atMs, text, isWarning}) => ({at: ident(clockTime(atMs)), text, isWarning})),
		revisions: versionRows(context, shown, release),
		revisionsOver: versionsOver(shown),
		empty: null,
	};
}

function gone(
	context: EngineContext,
	state: State,
	key: ReleaseKey,
): Omit<ReleaseView, 'header' | 'footer' | 'charts' | 'chartIndex' | 'range'> {
	const isLoading = releasesRead(context, state) !== 'all';
	const {namespace, name} = namedBy(key);
	return {
		name: ident(`${namespace}/${name}`),
		versions: safe``,
		revisionNumbers: safe``,
		controller: safe``,
		headline: {tone: 'quiet', glyph: safe`·`, parts: [safe``]},
		intent: null,
		now: safe``,
		cost: null,
		next: safe``,
		back: safe``,
		where: null,
		blast: null,
		steps: [],
		comparison: null,
		disagreement: null,
		places: [],
		contradictions: [],
		why: null,
		changed: [],
		analyses: [],
		pods: [],
		morePods: 0,
		timeline: [],
		revisions: [],
		revisionsOver: safe``,
		empty: isLoading ? emptyBecause(context, state, 'releases') : safe`this release is gone — esc goes back`,
	};
}

function whyOf({why}: Release): ReleaseView['why'] {
	return why && {text: why.text, isUrgent: !toldByNext.has(why.code)};
}

const toldByNext: ReadonlySet<WhyCode> = new Set([
	'open-pause',
	'timed-pause',
	'preview-waits',
	'held-by-hand',
	'held-by-partition',
	'waits-for-deletion',
	'on-its-way',
]);

function numbersOf(release: Release): SafeText {
	const stable = release.revisions.find(revision => revision.key === release.stable);
	const canary = release.revisions.find(revision => revision.key === release.canary);
	if (stable && canary) return safe`(${revisionText(stable)}→${revisionText(canary)})`;
	const only = canary ?? stable;
	return only ? safe`(${revisionText(only)})` : safe``;
}

/** What the analysis asks and allows; empty once it has succeeded. */
function notesOf({phase, notes = []}: Analysis): readonly SafeText[] {
	return phase === 'Successful' ? [] : notes;
}

/** Where the controller's own analysis found nothing against a canary that is worse. */
function judgementsDiffer(context: EngineContext, state: State, release: Release): readonly SafeText[] {
	const {analyses, controller} = release;
	const hasPassed = analyses.length > 0 && analyses.every(({phase}) => phase === 'Successful' || phase === 'Running');
	if (!hasPassed || !isWorse(context, state, release)) return [];
	return [safe`${controller} and perch differ: its measurements found no failure, the evidence says worse`];
}

function analysisText({name, phase, where, metrics, notes}: Analysis): SafeText {
	const parts = metrics.map(metric => {
		const measured = measuredText(metric);
		const value = metric.lastValue === null ? safe`` : safe`, last ${metric.lastValue}`;
		// Where no note says it, the metric's condition tells more than a phase that is the same as the analysis's.
		const needs = measured === null && notes === undefined && metric.phase === phase ? metric.condition : null;
		const dryRun = metric.isDryRun ? safe` (dry run)` : safe``;
		return safe`${metric.name}${dryRun} ${needs ?? metric.phase}${measured === null ? safe`` : safe` ${measured}`}${value}`;
	});
	return line(`${name} (${where}) ${phase}${parts.length > 0 ? `: ${parts.join(' · ')}` : ''}`);
}
