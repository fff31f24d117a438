import {type SafeText, safe} from '../../../source/domain/safe-text.ts';
import type {Action} from '../../../source/engine/keys/action.ts';
import {actionOf} from '../../../source/engine/keys/actions.ts';
import {bindingsOf} from '../../../source/engine/keys/keymap.ts';
import type {HelpView} from '../../../source/engine/screens/help.ts';
import {legend} from '../../../source/engine/screens/legend.ts';
import {screens} from '../../../source/engine/screens/screens.ts';
import {footerOf, header} from './shop.ts';

/** The help of the real key map: its texts are as long as they are. */
export const help: HelpView = {
	header,
	sections: [
		section(safe`Acting`, 'verb'),
		section(safe`Looking`, 'view'),
		section(safe`Moving`, 'move'),
		{title: safe`Signs`, keys: legend},
	],
	offset: 0,
	footer: footerOf('help'),
};

function section(title: SafeText, group: Action['group']): HelpView['sections'][number] {
	const bindings = bindingsOf({screens}).filter(
		({action, listed}) => listed !== 'nowhere' && listed !== 'palette' && actionOf({screens}, action).group === group,
	);
	return {title, keys: bindings.map(({action, shown}) => ({key: shown, text: actionOf({screens}, action).help}))};
}
