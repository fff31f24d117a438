import type {ReleaseKey} from '../../domain/cluster/keys.ts';
import type {RefusalCode} from '../../domain/release/refusal.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {unansweredBecause} from '../evidence/freshness.ts';
import {journalOf} from '../intents/undo.ts';
import {actionOf} from '../keys/actions/actions.ts';
import {type Binding, bindingsAt} from '../keys/input/keymap.ts';
import {filterHere} from '../lists/filter-here.ts';
import {targetRelease} from '../lists/selection.ts';
import type {ActionId} from '../state/action-id.ts';
import type {State} from '../state/state.ts';
import {backendOf, currentScreen, type EngineContext, type Screen} from '../world/context.ts';
import {demoHint} from './demo-hint.ts';

/** The keys of a screen, and one line that says what just happened. */
export interface FooterView {
	readonly keys: readonly KeyView[];
	/** `keys ignored 0.5 s after a paste`, `copied`, `it moved: …`; null when there is nothing to say. */
	readonly message: {readonly tone: 'info' | 'warning' | 'critical'; readonly text: SafeText} | null;
	/** The text of the filter while it is typed or in force; null when there is none. */
	readonly filter: {readonly text: SafeText; readonly isEditing: boolean} | null;
}

export interface KeyView {
	readonly key: SafeText;
	readonly label: SafeText;
	/** The label where room is short; the same where there is no shorter one. */
	readonly short: SafeText;
	/** How narrow a footer may be that names the key: some are named always, others first, the rest where there is
	 * room. */
	readonly named: 'always' | 'first' | 'rest';
	/** Why the key does nothing now; null when it works. The key is then dimmed, with the reason where there is
	 * room. */
	readonly disabledBecause: SafeText | null;
	/** Promote, while perch lets nothing be promoted: an operator who looks for it must see that it is off. */
	readonly isOff?: boolean;
}

export function selectFooter(context: EngineContext, state: State): FooterView {
	const screen = currentScreen(context, state);
	const target = targetRelease(context, state);
	const {wall} = state.session.settings;
	const bindings = bindingsAt(context, screen).filter(binding =>
		wall
			? isWayOut(binding.action, screen.id === wall.screen)
			: binding.listed === 'footer' && isOffered(context, state, target, binding),
	);
	const filter = filterHere(context, state);
	const message = state.screen.message ?? (wall ? null : coached(demoHint(state)));
	return {
		keys: bindings.map(binding => keyView(context, state, binding)),
		message: message && {tone: message.tone, text: message.text},
		filter,
	};
}

/** Nobody sits before a wall: it names only the ways out, and on a screen that somebody opened the way back to it. */
function isWayOut(action: ActionId, isWall: boolean): boolean {
	return action === 'help' || action === 'quit' || (action === 'goBack' && !isWall);
}

/** Leaves out verbs where no release is targeted or its backend does not have them; watch mode has none at all.
 * Undo is offered as long as there is something to take back. */
function isOffered(context: EngineContext, state: State, target: ReleaseKey | null, {action}: Binding): boolean {
	const {verb} = actionOf(context, action);
	if (verb === undefined) return true;
	if (target === null || state.session.settings.isReadOnly) return false;
	const release = context.derive.releases(state).get(target);
	if (!release) return false;
	if (verb === 'undo') return journalOf(state, release).length > 0;
	return backendOf(context, release.backend).operations[verb] !== undefined;
}

function coached(text: SafeText | null): FooterView['message'] {
	return text && {tone: 'info', text};
}

function keyView(context: EngineContext, state: State, binding: Binding): KeyView {
	const {permitted, verb} = actionOf(context, binding.action);
	const refusal = permitted(context, state);
	const disabledBecause = refusal?.reason ?? (verb === undefined ? null : unansweredBecause(state));
	const to = wayBack(context, state);
	const screen = currentScreen(context, state);
	const now = screen.labels?.(state)[binding.action];
	const view = {
		...keyViewAt(context, screen, binding, disabledBecause, to),
		...(now && {label: now, short: now}),
	};
	const isOff = binding.action === 'promote' && refusal !== null && untrusted.has(refusal.code);
	return isOff ? {...view, isOff} : view;
}

/** What perch knows is not enough to promote on, whatever the release says. */
const untrusted: ReadonlySet<RefusalCode> = new Set([
	'cluster-not-fresh',
	'release-not-fresh',
	'metrics-not-fresh',
	'metrics-partial',
	'perch-failed',
]);

/** A key in a screen's footer; `to` is the version to which the way back leads, null where it leads to none. */
export function keyViewAt(
	registries: Pick<EngineContext, 'screens'>,
	{namedFirst = firstOnLists, namesWayBack}: Screen,
	{action, shown}: Binding,
	disabledBecause: SafeText | null,
	to: SafeText | null,
): KeyView {
	const {label, short = label} = actionOf(registries, action);
	const leadsTo = action === 'back' && namesWayBack && disabledBecause === null ? to : null;
	return {
		key: shown,
		label: leadsTo === null ? label : safe`${label} to ${leadsTo}`,
		short,
		named: always.has(action) ? 'always' : namedFirst.includes(action) ? 'first' : 'rest',
		disabledBecause,
	};
}

/** The version to which the way back leads; null where there is none, or none by name. */
function wayBack(context: EngineContext, state: State): SafeText | null {
	const target = targetRelease(context, state);
	const release = target === null ? undefined : context.derive.releases(state).get(target);
	const tag = release?.revisions.find(({key}) => key === release.back.to)?.tag ?? safe``;
	return tag === '' ? null : tag;
}

const always: ReadonlySet<ActionId> = new Set(['back', 'open', 'help']);

const firstOnLists: readonly ActionId[] = ['promote', 'goBack', 'open panels', 'filter', 'copyForChat', 'palette'];
