import {type SafeText, safe} from '../../../source/domain/safe-text.ts';
import {type Binding, keymap} from '../../../source/engine/keys/keymap.ts';
import type {HelpView} from '../../../source/engine/screens/help.ts';
import {footer, header} from './shop.ts';

/** The help of the real key map: its texts are as long as they are. */
export const help: HelpView = {
	header,
	sections: [section(safe`Acting`, 'verb'), section(safe`Looking`, 'view'), section(safe`Moving`, 'move')],
	offset: 0,
	footer: footer([['esc', 'back']]),
};

function section(title: SafeText, group: Binding['group']): HelpView['sections'][number] {
	const bindings = keymap.filter(binding => binding.group === group && binding.help !== '');
	return {title, keys: bindings.map(binding => ({key: binding.shown, text: binding.help}))};
}
