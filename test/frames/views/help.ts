import {type SafeText, safe} from '../../../source/domain/safe-text.ts';
import {type Action, actions} from '../../../source/engine/keys/actions.ts';
import {keymap} from '../../../source/engine/keys/keymap.ts';
import type {HelpView} from '../../../source/engine/screens/help.ts';
import {footer, header} from './shop.ts';

/** The help of the real key map: its texts are as long as they are. */
export const help: HelpView = {
	header,
	sections: [section(safe`Acting`, 'verb'), section(safe`Looking`, 'view'), section(safe`Moving`, 'move')],
	offset: 0,
	footer: footer([['esc', 'back']]),
};

function section(title: SafeText, group: Action['group']): HelpView['sections'][number] {
	const bindings = keymap.filter(({action, listed}) => listed !== 'nowhere' && actions[action].group === group);
	return {title, keys: bindings.map(({action, shown}) => ({key: shown, text: actions[action].help}))};
}
