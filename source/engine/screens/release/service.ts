import type {AnchorKey} from '../../../domain/cluster/keys.ts';
import {ambiguous, type Reading} from '../../../domain/reading.ts';
import type {Release} from '../../../domain/release/release.ts';
import type {Revision} from '../../../domain/release/revision.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {formatDuration} from '../../../domain/time.ts';
import {rowAt} from '../../../traffic/rows.ts';
import {releaseTraffic} from '../../evidence/comparison/release-traffic.ts';
import type {Measurement} from '../../evidence/read-figures.ts';
import {readErrorRatio, readLatency, readRequestRate, readShare} from '../../evidence/read-figures.ts';
import {measurement} from '../../evidence/row-figures.ts';
import {readyText} from '../../evidence/text/ready-text.ts';
import {whichMeshOf} from '../../evidence/which-mesh.ts';
import {age} from '../../lists/attention.ts';
import {keyOf} from '../../lists/places.ts';
import {selectedRow, targetRelease} from '../../lists/selection.ts';
import type {Place} from '../../state/screen-state.ts';
import {ranges} from '../../state/screen-state.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import {currentScreen, type EngineContext, type Screen} from '../../world/context.ts';
import {onCharts, onCopied, onEveryScreen, onReleases} from '../actions-of-screens.ts';
import {type ChartView, selectCharts} from '../charts.ts';
import {chatText} from '../copy/chat-text.ts';
import {emptyBecause} from '../empty.ts';
import {type FooterView, selectFooter} from '../footer.ts';
import {type HeaderView, selectHeader} from '../header.ts';
import {type ServiceRow, serviceRow} from '../home/service-row.ts';
import {type IntentLines, intentLines} from '../intent-line.ts';
import {unreadFigure} from '../what-is-read.ts';
import {connectionsText} from './connections-text.ts';
import {measuredBy} from './measured-by.ts';
import {type PolicyLine, policyLines} from './traffic-policy.ts';

/** One service: three charts, its versions, its pods. */
export interface ServiceView {
	readonly header: HeaderView;
	readonly name: SafeText;
	readonly now: ServiceRow | null;
	/** The last intent of its release and how far it has come; null when there is none. */
	readonly intent: IntentLines | null;
	/** `5 min` … `6 h` */
	readonly range: SafeText;
	readonly charts: readonly [ChartView, ChartView, ChartView];
	/** Which chart comes first where not all fit. */
	readonly chartIndex: 0 | 1 | 2 | null;
	readonly versions: readonly VersionRow[];
	/** `over 1m`: the time that the figures of the versions are of; empty before they are measured. */
	readonly versionsOver: SafeText;
	/** Why versions cannot be told apart; null when they can. */
	readonly cannotTell: SafeText | null;
	/** Who counts its requests, where there is more to say than the only mesh's name; null otherwise. */
	readonly measuredBy: SafeText | null;
	/** Its connections, where only these are counted; null otherwise. */
	readonly connections: SafeText | null;
	/** How its calls are treated, the most urgent line first. */
	readonly policy: readonly PolicyLine[];
	readonly pods: readonly PodRow[];
	/** Pods that do not fit. */
	readonly morePods: number;
	/** Whether a release stands behind the service: enter then opens the release. */
	readonly hasRelease: boolean;
	readonly empty: SafeText | null;
	readonly footer: FooterView;
}

export interface VersionRow {
	readonly role: 'stable' | 'canary' | 'previous';
	readonly tag: SafeText;
	readonly revision: SafeText;
	readonly pods: SafeText;
	readonly now: ServiceRow['requestsPerSecond'];
	readonly errorRatio: ServiceRow['errorRatio'];
	readonly latencyP95Ms: ServiceRow['latencyP95Ms'];
	/** The version's share of the service's requests, measured, 0–1. */
	readonly share: ServiceRow['errorRatio'];
}

export interface PodRow {
	readonly name: SafeText;
	readonly tag: SafeText;
	readonly state: SafeText;
	readonly isReady: boolean;
	readonly restarts: number;
	readonly node: SafeText | null;
	readonly age: SafeText;
}

/** How many pods a screen lists at most. */
const podLimit = 50;

export const service = {
	id: 'service',
	opening: {
		keys: ['c'],
		label: safe`pods`,
		help: safe`the service's own screen: charts, versions, pods, policy`,
		listed: 'footer',
		before: 'copyForChat',
		from: ['home', 'panels', 'release'],
		place: servicePlace,
	},
	actions: [...onEveryScreen, ...onReleases, ...onCopied, ...onCharts],
	namedFirst: ['promote', 'hold', 'resume', 'goBack', 'chartErrors', 'rangeShorter', 'copyForChat', 'open logs'],
	chat: chatText,
	select: (context, live, shown, {key}) => selectService(context, live, shown, keyOf(key)),
} satisfies Screen<'service'>;

/** Opens the service in front of a release; from a list, that of the row, even where the row has a release. */
function servicePlace(context: EngineContext, state: State): Place | null {
	const isList = currentScreen(context, state).list !== undefined;
	const key = isList ? selectedRow(context, state) : targetRelease(context, state);
	return key && {kind: 'service', key};
}

function selectService(context: EngineContext, live: State, shown: State, key: AnchorKey): ServiceView {
	const rows = context.derive.rows(shown);
	const row = rowAt(rows, key);
	const release = row?.release ? (context.derive.releases(shown).get(row.release) ?? null) : null;
	const folded = row ? context.derive.traffic(shown)?.rows.get(row.key) : undefined;
	const split = folded?.split;
	const pods = release?.pods ?? [];
	return {
		header: selectHeader(context, live, shown),
		name: row?.name ?? ident(key.slice(key.indexOf(':') + 1)),
		now: row ? serviceRow(context, shown, row, false) : null,
		intent: release && intentLines(context, live, release),
		range: rangeText(shown),
		charts: selectCharts(context, shown, key, release, 'quantile'),
		chartIndex: shown.screen.chartIndex,
		versions: release ? versionRows(context, shown, release) : [],
		versionsOver: versionsOver(shown),
		cannotTell: split?.kind === 'cannotTell' ? split.because : null,
		measuredBy: measuredBy(context, shown, folded),
		connections: folded ? null : connectionsText(context, shown, key),
		policy: row ? policyLines(context, shown, {anchor: key, services: row.services}, release) : [],
		pods: podRows(shown, release),
		morePods: Math.max(0, pods.length - podLimit),
		hasRelease: release !== null,
		empty: row ? null : emptyBecause(context, shown, 'services'),
		footer: selectFooter(context, live),
	};
}

export function rangeText(state: State): SafeText {
	return rangeLabels[state.screen.rangeIndex] ?? safe``;
}

const rangeLabels: readonly SafeText[] = ranges.map(({label}) => ident(label));

export function versionsOver(state: State): SafeText {
	const measured = measurement(state);
	return measured ? safe`over ${ident(formatDuration(measured.windowSeconds * 1000))}` : safe``;
}

/** The revisions of a release: stable and canary, then earlier ones that still have pods or requests. */
export function versionRows(context: EngineContext, state: State, release: Release): readonly VersionRow[] {
	const measured = measurement(state);
	const row = releaseTraffic(context, state, release);
	const isAmbiguous = whichMeshOf(context, state, release.key) !== null;
	const read = <T>(figure: (measured: Measurement) => T): T | Reading =>
		measured ? (isAmbiguous ? ambiguous : figure(measured)) : unreadFigure(state);
	const byRevision = row?.split.kind === 'known' ? row.split.byRevision : null;
	return [...release.revisions]
		.filter(
			revision =>
				revision.role !== 'previous' ||
				(revision.pods.desired !== 'unknown' && revision.pods.desired > 0) ||
				byRevision?.has(revision.key),
		)
		.sort((one, other) => roleOrder[one.role] - roleOrder[other.role])
		.map((revision): VersionRow => {
			const figures = byRevision?.get(revision.key);
			return {
				role: revision.role,
				tag: revision.tag,
				revision: revisionText(revision),
				pods: readyText(revision.pods),
				now: read(one => readRequestRate(figures, one)),
				errorRatio: read(one => readErrorRatio(figures, one)),
				latencyP95Ms: read(one => readLatency(figures, 0.95, one)),
				share: read(one => readShare(figures, row?.total, one)),
			};
		});
}

const roleOrder: Readonly<Record<Revision['role'], number>> = {stable: 0, canary: 1, previous: 2};

export function revisionText({number, hash}: Revision): SafeText {
	return number === null ? hash : safe`r${number}`;
}

export function podRows(state: State, release: Release | null): readonly PodRow[] {
	if (!release) return [];
	const tags = new Map(release.revisions.map(revision => [revision.key, revision.tag]));
	return release.pods.slice(0, podLimit).map(pod => ({
		name: pod.name,
		tag: (pod.revision && tags.get(pod.revision)) ?? safe`–`,
		state: pod.state,
		isReady: pod.isReady,
		restarts: pod.restarts,
		node: pod.node,
		age: age(pod.createdAtMs, serverTime(state)),
	}));
}
