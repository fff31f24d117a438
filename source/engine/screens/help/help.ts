import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {unansweredBecause} from '../../evidence/freshness.ts';
import type {Action} from '../../keys/actions/action.ts';
import {actionOf} from '../../keys/actions/actions.ts';
import {bindingsOf} from '../../keys/input/keymap.ts';
import {afterStep} from '../../lists/after-step.ts';
import {currentPlace, withPlace} from '../../lists/places.ts';
import type {Place} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext, Screen} from '../../world/context.ts';
import {onEveryScreen} from '../actions-of-screens.ts';
import {type FooterView, selectFooter} from '../footer.ts';
import {type HeaderView, selectHeader} from '../header.ts';
import {helpRows} from './help-layout.ts';
import {type HelpSection, legend} from './legend.ts';

/** Generated from the key map: it lists only what a key does. */
export interface HelpView {
	readonly header: HeaderView;
	readonly sections: readonly HelpSection[];
	/** Rows scrolled away at the top; may be more than there are. */
	readonly offset: number;
	readonly footer: FooterView;
}

export const help = {
	id: 'help',
	actions: [...onEveryScreen, 'goBack', 'down', 'up', 'pageDown', 'pageUp', 'first', 'last'],
	moved(context, state, by) {
		const {screen} = state;
		const place = currentPlace(screen);
		const page = Math.max(1, screen.size.rows - aroundRows);
		const last = Math.max(0, helpRows(sectionsOf(context, state), screen.size.columns) - page);
		const at = Math.min(last, offsetOf(place));
		const offset = afterStep(at, by, {page, last});
		return {...state, screen: withPlace(screen, {...place, own: {offset} satisfies HelpState})};
	},
	select: selectHelp,
} satisfies Screen<'help'>;

/** Rows that the header, banners, a message and the footer may take. */
const aroundRows = 8;

interface HelpState {
	readonly offset: number;
}

function offsetOf({own}: Place): number {
	return (own as HelpState | undefined)?.offset ?? 0;
}

function selectHelp(context: EngineContext, live: State, shown: State, place: Place): HelpView {
	return {
		header: selectHeader(context, live, shown),
		sections: sectionsOf(context, live),
		offset: offsetOf(place),
		footer: selectFooter(context, live),
	};
}

/** What its verbs do where none can be carried out now is no promise. */
function actingTitle(state: State): SafeText {
	const {settings, target} = state.session;
	if (settings.isReadOnly || target.isReadOnly) return safe`Acting: this session only reads, and none of these works`;
	const because = unansweredBecause(state);
	return because
		? safe`Acting: nothing can be written now, ${because}`
		: safe`Acting: every verb opens a dialog on Cancel first`;
}

function sectionsOf(context: EngineContext, state: State): HelpView['sections'] {
	const group = (title: SafeText, wanted: Action['group']) => ({
		title,
		keys: bindingsOf(context)
			.filter(
				({action, listed}) =>
					listed !== 'nowhere' && listed !== 'palette' && actionOf(context, action).group === wanted,
			)
			.map(({action, shown: key}) => ({key, text: actionOf(context, action).help})),
	});
	return [
		group(actingTitle(state), 'verb'),
		group(safe`Looking`, 'view'),
		group(safe`Moving`, 'move'),
		{
			title: safe`In a dialog`,
			keys: [
				{key: safe`left right`, text: safe`choose a button; enter presses it`},
				{key: safe`tab`, text: safe`to the cluster's name and the reason, where they are asked for`},
				{key: safe`d`, text: safe`the exact request; up and down move it`},
				{key: safe`y Y`, text: safe`copy for a chat, or the plan as kubectl commands`},
				{key: safe`esc`, text: safe`cancel`},
			],
		},
		{
			title: safe`In the palette`,
			keys: [
				{key: safe`ns`, text: safe`show another namespace, or all of them`},
				{key: safe`ctx`, text: safe`show another cluster of the kubeconfig`},
				{key: safe`tab`, text: safe`or up and down: the next command; enter runs it`},
			],
		},
		{title: safe`Signs`, keys: legend},
	];
}
