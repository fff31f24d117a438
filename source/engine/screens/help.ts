import type {SafeText} from '../../domain/safe-text.ts';
import {safe} from '../../domain/safe-text.ts';
import {type Action, actionOf} from '../keys/actions.ts';
import {bindingsOf} from '../keys/keymap.ts';
import {currentPlace, withPlace} from '../lists/places.ts';
import type {Place} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import type {EngineContext, Screen} from '../world/context.ts';
import {onEveryScreen} from './actions-of-screens.ts';
import {type FooterView, selectFooter} from './footer.ts';
import {type HeaderView, selectHeader} from './header.ts';

/** Generated from the key map: it lists only what a key does. */
export interface HelpView {
	readonly header: HeaderView;
	readonly sections: readonly {
		readonly title: SafeText;
		readonly keys: readonly {readonly key: SafeText; readonly text: SafeText}[];
	}[];
	/** Rows scrolled away at the top; may be more than there are. */
	readonly offset: number;
	readonly footer: FooterView;
}

export const help = {
	id: 'help',
	actions: [...onEveryScreen, 'goBack', 'down', 'up', 'pageDown', 'pageUp', 'first', 'last'],
	moved(_context, state, by) {
		const {screen} = state;
		const place = currentPlace(screen);
		const offset = Math.max(0, offsetOf(place) + (by === 'up' || by === 'pageUp' ? -scrolledRows : scrolledRows));
		return {...state, screen: withPlace(screen, {...place, own: {offset} satisfies HelpState})};
	},
	select: selectHelp,
} satisfies Screen<'help'>;

const scrolledRows = 5;

interface HelpState {
	readonly offset: number;
}

function offsetOf({own}: Place): number {
	return (own as HelpState | undefined)?.offset ?? 0;
}

function selectHelp(context: EngineContext, live: State, shown: State, place: Place): HelpView {
	const group = (title: SafeText, wanted: Action['group']) => ({
		title,
		keys: bindingsOf(context)
			.filter(
				({action, listed}) =>
					listed !== 'nowhere' && listed !== 'palette' && actionOf(context, action).group === wanted,
			)
			.map(({action, shown: key}) => ({key, text: actionOf(context, action).help})),
	});
	return {
		header: selectHeader(context, live, shown),
		sections: [
			group(safe`Acting: every verb opens a dialog on Cancel first`, 'verb'),
			group(safe`Looking`, 'view'),
			group(safe`Moving`, 'move'),
			{
				title: safe`In a dialog`,
				keys: [
					{key: safe`left right`, text: safe`choose; toward stable that and enter is all it takes`},
					{key: safe`tab`, text: safe`to the cluster's name and the reason, where they are asked for`},
					{key: safe`d`, text: safe`the exact request; up and down move it`},
					{key: safe`esc`, text: safe`cancel`},
				],
			},
		],
		offset: offsetOf(place),
		footer: selectFooter(context, live),
	};
}
