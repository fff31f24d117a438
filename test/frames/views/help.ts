import {line, safe} from '../../../source/domain/safe-text.ts';
import type {HelpView} from '../../../source/engine/select/help.ts';
import {footer, header} from './shop.ts';

export const help: HelpView = {
	header,
	sections: [
		{
			title: safe`Move`,
			keys: keysOf(
				'up k',
				'previous row',
				'down j',
				'next row',
				'enter',
				'open',
				'esc',
				'back',
				'g G',
				'first, last row',
			),
		},
		{
			title: safe`Release`,
			keys: keysOf(
				'p',
				'promote: one step, or fully',
				'h',
				'hold',
				'r',
				'resume',
				'x',
				'back to stable',
				'b',
				'another revision',
				't',
				'retry',
			),
		},
		{
			title: safe`Screen`,
			keys: keysOf(
				'/',
				'filter',
				's',
				'sort',
				'z',
				'freeze the display',
				'R',
				'all releases',
				'?',
				'this help',
				'q',
				'quit',
			),
		},
		{title: safe`Charts`, keys: keysOf('1 2 3', 'errors, latency, requests', '[ ]', 'shorter, longer range')},
	],
	footer: footer([['esc', 'back']]),
};

function keysOf(...texts: readonly string[]): HelpView['sections'][number]['keys'] {
	return texts.flatMap((text, index) =>
		index % 2 === 0 ? [{key: line(text), text: line(texts[index + 1] ?? '')}] : [],
	);
}
