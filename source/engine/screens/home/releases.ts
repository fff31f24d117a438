import {isReleaseKey, type ReleaseKey} from '../../../domain/cluster/keys.ts';
import type {Reading, Tone} from '../../../domain/reading.ts';
import type {Release} from '../../../domain/release/release.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {askedOf} from '../../evidence/asked.ts';
import {type Harm, harms} from '../../evidence/harm/harm.ts';
import {readFailuresPerMinute} from '../../evidence/read-figures.ts';
import {readyText} from '../../evidence/text/ready-text.ts';
import {weightText} from '../../evidence/text/weight-text.ts';
import {movedInList} from '../../keys/actions/navigation.ts';
import {age, askedText, unreadWhy, versionsText} from '../../lists/attention.ts';
import {releasesOrder} from '../../lists/order.ts';
import {visibleReleases} from '../../lists/visible.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext, Screen} from '../../world/context.ts';
import {onCopied, onEveryScreen, onLists, onReleases} from '../actions-of-screens.ts';
import {chatText} from '../copy/chat-text.ts';
import {emptyBecause} from '../empty.ts';
import {type FooterView, selectFooter} from '../footer.ts';
import {type HeaderView, selectHeader} from '../header.ts';
import {signOfRelease, wordOfRelease} from '../release/release-headline.ts';
import {rowReading} from './service-row.ts';

/** Releases of every kind across namespaces, ranked by harm as the first screen is. */
export interface ReleasesView {
	readonly header: HeaderView;
	readonly rows: readonly ReleaseRow[];
	readonly offset: number;
	readonly total: number;
	readonly empty: SafeText | null;
	readonly footer: FooterView;
}

export interface ReleaseRow {
	readonly key: ReleaseKey;
	readonly isSelected: boolean;
	readonly tone: Tone;
	readonly glyph: SafeText;
	/** What its headline begins with: `WORSE`, `PAUSED`. */
	readonly word: SafeText;
	readonly name: SafeText;
	/** Of the row in which its requests are counted; null where nothing harms by these figures. */
	readonly harm: Harm | null;
	/** All failed requests of the last window, a minute. */
	readonly failuresPerMinute: Reading;
	readonly controller: SafeText;
	readonly strategy: SafeText;
	/** `2.8.1 → 2.9.0`, or the one version. */
	readonly versions: SafeText;
	/** `5/9`; empty without steps. */
	readonly step: SafeText;
	/** `20%`, `–`. */
	readonly weight: SafeText;
	/** Ready pods of stable and canary: `8/8 + 2/2`. */
	readonly pods: SafeText;
	/** How long the release has been paused or split. */
	readonly age: SafeText;
	readonly why: SafeText | null;
}

export const releases = {
	id: 'releases',
	opening: {
		keys: ['R'],
		label: safe`releases`,
		help: safe`releases of every kind, those that harm users first`,
		listed: 'help',
		from: ['home', 'panels', 'release', 'service'],
		place: () => ({kind: 'releases'}),
	},
	actions: [...onEveryScreen, ...onReleases, ...onCopied, ...onLists],
	list: {
		keys: releasesOrder,
		releases: (context, state) => visibleReleases(context, state).rows.map(({key}) => key),
		selected: ({releasesSelected}) => releasesSelected,
		withSelected: (screen, key) => ({...screen, releasesSelected: key !== null && isReleaseKey(key) ? key : null}),
	},
	// Failures are counted with all traffic: only latency would have to be asked for.
	services: () => [],
	moved: movedInList,
	chat: chatText,
	select: selectReleases,
} satisfies Screen<'releases'>;

function selectReleases(context: EngineContext, live: State, shown: State): ReleasesView {
	const {rows, offset, total} = visibleReleases(context, shown);
	return {
		header: selectHeader(context, live, shown),
		rows: rows.map(release => releaseRow(context, shown, release)),
		offset,
		total,
		empty: total === 0 ? emptyBecause(context, shown, 'releases') : null,
		footer: selectFooter(context, live),
	};
}

function releaseRow(context: EngineContext, state: State, release: Release): ReleaseRow {
	const key = context.derive.rows(state).byRelease.get(release.key) ?? release.key;
	const harm = harms(context, state).get(key) ?? null;
	const {glyph, tone} = signOfRelease(context, state, release, harm);
	const asked = askedOf(state, release);
	return {
		key: release.key,
		isSelected: state.screen.releasesSelected === release.key,
		tone,
		glyph,
		word: wordOfRelease(context, state, release, harm),
		name: safe`${release.namespace}/${release.name}`,
		harm,
		failuresPerMinute: rowReading(context, state, key, readFailuresPerMinute),
		controller: release.controller,
		strategy: strategies[release.strategy],
		versions: versionsText(release),
		step: release.steps.length === 0 ? safe`` : safe`${release.stepIndex}/${release.steps.length}`,
		weight: release.canary === null ? safe`` : weightText(release),
		pods: podsText(release),
		age:
			asked === null && (release.phase.kind === 'paused' || release.phase.kind === 'split')
				? age(release.phase.sinceMs, serverTime(state))
				: safe``,
		why:
			unreadWhy(release) ??
			(asked && askedText(asked, release, serverTime(state))) ??
			release.contradictions[0]?.text ??
			release.why?.text ??
			null,
	};
}

const strategies: Readonly<Record<Release['strategy'], SafeText>> = {
	canary: safe`canary`,
	blueGreen: safe`blue/green`,
	rolling: safe`rolling`,
};

function podsText(release: Release): SafeText {
	const stable = release.revisions.find(revision => revision.key === release.stable);
	const canary = release.revisions.find(revision => revision.key === release.canary);
	if (stable && canary) return safe`${readyText(stable.pods)} + ${readyText(canary.pods)}`;
	const only = stable ?? canary;
	return only ? readyText(only.pods) : safe``;
}
