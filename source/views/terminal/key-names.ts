import type {Key as InkKey} from 'ink';
import type {Key} from '../../engine/state/terminal-input.ts';

/** The keys in one of Ink's strings; Ink passes on keys that arrived together as one string. */
export function keysIn(input: string, key: InkKey): readonly Key[] {
	if (key.eventType === 'release') return [];
	const name = namedKey(key);
	if (name !== null) return [{name: withModifiers(name, key), text: ''}];
	if (input === '') return [{name: 'unknown', text: ''}];
	// Alt with a letter must not count as the letter: half of a torn sequence looks like it.
	if (key.ctrl || key.meta) return [{name: `${key.ctrl ? 'ctrl' : 'alt'}-${input}`, text: ''}];
	return Array.from(input, typedKey);
}

function namedKey(key: InkKey): string | null {
	if (key.upArrow) return 'up';
	if (key.downArrow) return 'down';
	if (key.leftArrow) return 'left';
	if (key.rightArrow) return 'right';
	if (key.pageUp) return 'pageup';
	if (key.pageDown) return 'pagedown';
	if (key.home) return 'home';
	if (key.end) return 'end';
	if (key.return) return 'enter';
	if (key.tab) return key.shift ? 'shift-tab' : 'tab';
	if (key.backspace) return 'backspace';
	if (key.delete) return 'delete';
	return key.escape ? 'escape' : null;
}

/** Escape pressed twice comes with `meta` set, and is still Escape. */
function withModifiers(name: string, key: InkKey): string {
	if (name === 'escape') return name;
	if (key.ctrl) return `ctrl-${name}`;
	return key.meta ? `alt-${name}` : name;
}

function typedKey(character: string): Key {
	if (character === '\r') return {name: 'enter', text: ''};
	if (character === '\t') return {name: 'tab', text: ''};
	const code = character.charCodeAt(0);
	if (code === 0x7f) return {name: 'backspace', text: ''};
	if (code < 0x20) return {name: `ctrl-${String.fromCharCode(code + 0x60)}`, text: ''};
	return {name: character, text: character};
}
