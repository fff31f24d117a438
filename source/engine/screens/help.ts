import type {SafeText} from '../../domain/safe-text.ts';
import {safe} from '../../domain/safe-text.ts';
import {type Action, actions} from '../keys/actions.ts';
import {keymap} from '../keys/keymap.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {type FooterView, selectFooter} from './footer.ts';
import {type HeaderView, selectHeader} from './header.ts';

/** Generated from the key map: nothing is listed that no key does. */
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

export function selectHelp(context: EngineContext, live: State, shown: State): HelpView {
	const group = (title: SafeText, wanted: Action['group']) => ({
		title,
		keys: keymap
			.filter(({action, listed}) => listed !== 'nowhere' && actions[action].group === wanted)
			.map(({action, shown: key}) => ({key, text: actions[action].help})),
	});
	return {
		header: selectHeader(live, shown),
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
		offset: shown.screen.helpOffset,
		footer: selectFooter(context, live),
	};
}
