import type {AnchorKey} from '../../../domain/cluster/keys.ts';
import type {Release} from '../../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {rowAt} from '../../../traffic/rows.ts';
import {type Figure, figures, type Proof, type Subject} from '../../evidence/proof/proof.ts';
import {proofOf} from '../../evidence/proof/prove.ts';
import {measurement} from '../../evidence/row-figures.ts';
import {type ShownEvidence, shownEvidence} from '../../evidence/rows/shown-evidence.ts';
import {currentPlace, keyOf, withPlace} from '../../lists/places.ts';
import {listedKeys, selectedRow} from '../../lists/selection.ts';
import {servicesOfRow} from '../../lists/visible.ts';
import {newestSampleMs} from '../../questions/sample-age.ts';
import type {Place, Step} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import {currentScreen, type EngineContext, type Screen} from '../../world/context.ts';
import {shownState} from '../../world/shown-state.ts';
import {onEveryScreen, onReleases} from '../actions-of-screens.ts';
import {emptyBecause} from '../empty.ts';
import {type FooterView, selectFooter} from '../footer.ts';
import {type HeaderView, selectHeader} from '../header.ts';
import {type IntentLines, intentLines} from '../intent-line.ts';
import {type ScrollAt, scrolledBy} from '../scroll.ts';
import {type FigureRow, figureRows} from './prove-figures.ts';

/** The figures of one row and of its versions, and how the one under the cursor came about. */
export interface ProveView {
	readonly header: HeaderView;
	readonly name: SafeText;
	/** The last intent and how far it came; null when there is none. */
	readonly intent: IntentLines | null;
	/** The columns from left to right, and their rows. */
	readonly figures: readonly Figure[];
	readonly rows: readonly FigureRow[];
	readonly selected: {readonly subject: Subject; readonly figure: Figure};
	readonly proof: Proof;
	/** Of a compared figure by which a release is judged; else null. */
	readonly evidence: ShownEvidence | null;
	/** The newest sample that the figures can hold, by the server's clock; null where none is known. */
	readonly newestMs: number | null;
	readonly isStale: boolean;
	/** Where the proof stands. */
	readonly at: ScrollAt;
	readonly empty: SafeText | null;
	readonly footer: FooterView;
}

interface ProveState {
	readonly subject: Subject;
	readonly figure: Figure;
	readonly at: ScrollAt;
}

export const prove = {
	id: 'prove',
	opening: {
		keys: ['='],
		label: safe`prove`,
		help: safe`prove the figures: the PromQL, its answer, the arithmetic`,
		listed: 'help',
		from: ['home', 'panels', 'releases', 'release', 'service'],
		place: provePlace,
	},
	actions: [
		...onEveryScreen,
		...onReleases,
		'goBack',
		'previous',
		'next',
		'down',
		'up',
		'pageDown',
		'pageUp',
		'first',
		'last',
	],
	provesFigures: true,
	moved: movedCursor,
	select: (context, live, shown, place) => selectProve(context, live, shown, place),
} satisfies Screen<'prove'>;

/** Of a list, the selected row, else the first; of another screen, the row that it is about. */
function provePlace(context: EngineContext, state: State): Place | null {
	const isList = currentScreen(context, state).list !== undefined;
	const key = isList ? (selectedRow(context, state) ?? listedKeys(context, state)[0]) : currentPlace(state.screen).key;
	return key === undefined ? null : {kind: 'prove', key};
}

/** The cursor, on a row that there is: a version's row goes when its release ends. */
function cursorOf({own}: Place, subjects: readonly Subject[]): ProveState {
	const {subject, figure = 'errors', at = 0} = (own ?? {}) as Partial<ProveState>;
	// What the versions say is what the operator came for, where there are two.
	const first: Subject = subjects.includes('compared') ? 'compared' : 'row';
	return {subject: subject !== undefined && subjects.includes(subject) ? subject : first, figure, at};
}

function movedCursor(context: EngineContext, state: State, by: Step): State {
	const shown = shownState(state);
	const place = currentPlace(state.screen);
	const subjects = subjectsOf(releaseAt(context, shown, keyOf(place.key)));
	const cursor = cursorOf(place, subjects);
	const own = movedBy(cursor, subjects, by) ?? {
		...cursor,
		at: scrolledBy(context, state, {kind: 'prove', view: selectProve(context, state, shown, place)}, cursor.at, by),
	};
	return {...state, screen: withPlace(state.screen, {...place, own})};
}

/** The cursor on another figure; null where the step moves the proof. */
function movedBy(cursor: ProveState, subjects: readonly Subject[], by: Step): ProveState | null {
	const beside = <T>(all: readonly T[], one: T, step: number) => all[all.indexOf(one) + step] ?? one;
	switch (by) {
		case 'previous':
		case 'next':
			return {...cursor, figure: beside(figures, cursor.figure, by === 'previous' ? -1 : 1), at: 0};
		case 'up':
		case 'down':
			return {...cursor, subject: beside(subjects, cursor.subject, by === 'up' ? -1 : 1), at: 0};
		default:
			return null;
	}
}

function subjectsOf(release: Release | null): readonly Subject[] {
	return release && release.canary !== null ? ['row', 'stable', 'canary', 'compared'] : ['row'];
}

function releaseAt(context: EngineContext, shown: State, key: AnchorKey): Release | null {
	const row = rowAt(context.derive.rows(shown), key);
	return row?.release ? (context.derive.releases(shown).get(row.release) ?? null) : null;
}

function selectProve(context: EngineContext, live: State, shown: State, place: Place): ProveView {
	const anchor = keyOf(place.key);
	const row = rowAt(context.derive.rows(shown), anchor);
	const release = releaseAt(context, shown, anchor);
	const {subject, figure, at} = cursorOf(place, subjectsOf(release));
	return {
		header: selectHeader(context, live, shown),
		name: row?.name ?? ident(anchor.slice(anchor.indexOf(':') + 1)),
		intent: release && intentLines(context, live, release),
		figures,
		rows: row ? figureRows(context, shown, row, release) : [],
		selected: {subject, figure},
		proof: row
			? proofOf(context, shown, {row, release, anchor, figure, subject})
			: {equations: [], asked: null, counting: null, leftOut: [], raw: {kind: 'none'}, period: null, problem: null},
		evidence: release && subject === 'compared' ? evidenceOf(context, shown, release, {anchor, figure}) : null,
		newestMs: newestSampleMs(shown.metrics),
		isStale: measurement(shown)?.isStale ?? false,
		at,
		empty: row ? null : emptyBecause(context, shown, 'services'),
		footer: selectFooter(context, live),
	};
}

function evidenceOf(
	context: EngineContext,
	shown: State,
	release: Release,
	{anchor, figure}: {readonly anchor: AnchorKey; readonly figure: Figure},
): ShownEvidence | null {
	const hasServices = servicesOfRow(context, shown, anchor).length > 0;
	return hasServices ? shownEvidence(context, shown, release, figure) : {kind: 'notAsked'};
}
