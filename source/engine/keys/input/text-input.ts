import {line, type SafeText} from '../../../domain/text/safe-text.ts';
import type {Key} from '../../state/terminal-input.ts';

const maxLength = 200;

/** The text after a key: typed at its end, or shortened by backspace; other keys change nothing. */
export function edited(text: SafeText, key: Key): SafeText {
	if (key.name === 'backspace') return line([...text].slice(0, -1).join(''));
	if (key.name === 'ctrl-u') return line('');
	return key.text === '' || text.length >= maxLength ? text : line(text + key.text);
}
