import type {SafeText} from '../../domain/safe-text.ts';
import type {EngineContext} from '../context.ts';
import {paletteCommands} from '../palette.ts';
import {targetRelease} from '../places.ts';
import type {State} from '../state.ts';
import {releaseName} from './rows.ts';

/** Everything that can be done here, by name. */
export interface PaletteView {
	/** The release that the verbs are about; null where there is none. */
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
	return {
		about: release ? releaseName(release) : null,
		text: palette.text,
		commands: paletteCommands(context, state).map(({text, key, refusal}, at) => ({
			text,
			key,
			isSelected: at === palette.index,
			disabledBecause: refusal?.reason ?? null,
		})),
	};
}
