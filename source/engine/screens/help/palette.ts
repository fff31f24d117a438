import type {SafeText} from '../../../domain/text/safe-text.ts';
import {releaseName} from '../../../traffic/rows.ts';
import {unansweredBecause} from '../../evidence/freshness.ts';
import {markedCommand, paletteCommands} from '../../keys/input/palette.ts';
import {targetRelease} from '../../lists/selection.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';

/** The open palette: all commands that are possible here, by name. */
export interface PaletteView {
	/** The release that the verbs act on; null where there is none. */
	readonly about: SafeText | null;
	readonly text: SafeText;
	readonly commands: readonly {
		readonly text: SafeText;
		readonly key: SafeText | null;
		readonly isSelected: boolean;
		readonly disabledBecause: SafeText | null;
	}[];
}

export function selectPalette(context: EngineContext, state: State): PaletteView | null {
	const {palette} = state.screen;
	if (!palette) return null;
	const target = targetRelease(context, state);
	const release = target === null ? undefined : context.derive.releases(state).get(target);
	const commands = paletteCommands(context, state);
	const marked = markedCommand(palette, commands);
	return {
		about: release ? releaseName(release) : null,
		text: palette.text,
		commands: commands.map(command => ({
			text: command.text,
			key: command.key,
			isSelected: command === marked,
			disabledBecause: command.refusal?.reason ?? (command.isVerb ? unansweredBecause(state) : null),
		})),
	};
}
