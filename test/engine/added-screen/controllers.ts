import {type SafeText, safe} from '../../../source/domain/text/safe-text.ts';
import {onEveryScreen} from '../../../source/engine/screens/actions-of-screens.ts';
import {type FooterView, selectFooter} from '../../../source/engine/screens/footer.ts';
import {type HeaderView, selectHeader} from '../../../source/engine/screens/header.ts';
import type {Place} from '../../../source/engine/state/screen-state.ts';
import type {Screen} from '../../../source/engine/world/context.ts';

export interface ControllersView {
	readonly header: HeaderView;
	readonly rows: readonly {readonly controller: SafeText; readonly releases: number; readonly isMarked: boolean}[];
	readonly footer: FooterView;
}

/** Lists each controller with its number of releases: a screen that perch lacks, as an example of adding one. */
export const controllers = {
	id: 'controllers',
	opening: {
		keys: ['C'],
		label: safe`controllers`,
		help: safe`the controllers of these releases`,
		listed: 'footer',
		from: ['home'],
		place: () => ({kind: 'controllers'}),
	},
	actions: [...onEveryScreen, 'goBack', 'down', 'up'],
	moved(_context, state, by) {
		const {stack} = state.screen;
		const [first, ...rest] = stack;
		const place = stack.at(-1) ?? first;
		const own = {marked: Math.max(0, markedIn(place) + (by === 'down' ? 1 : -1))};
		return {...state, screen: {...state.screen, stack: [first, ...rest.slice(0, -1), {...place, own}]}};
	},
	select(context, live, shown, place): ControllersView {
		const byController = Map.groupBy(context.derive.releases(shown).values(), ({controller}) => controller);
		return {
			header: selectHeader(context, live, shown),
			rows: [...byController].map(([controller, releases], at) => ({
				controller,
				releases: releases.length,
				isMarked: at === markedIn(place),
			})),
			footer: selectFooter(context, live),
		};
	},
} satisfies Screen<'controllers'>;

function markedIn({own}: Place): number {
	return (own as {readonly marked: number} | undefined)?.marked ?? 0;
}
