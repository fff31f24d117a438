import {withVerbs} from '../../domain/release/verb.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {bindingOf} from '../keys/input/keymap.ts';

/** A sentence as a screen shows it: verbs are named by their keys; a verb without a key is named by the
 * palette's key. */
export function withKeys(text: SafeText): SafeText {
	return withVerbs(text, name => (bindingOf(name) ?? bindingOf('palette'))?.shown ?? safe`:`);
}
