import type {screens} from '../../../source/engine/screens/screens.ts';

/** What is drawn over a screen, or is a part of one, and has states of its own: the dialog of the way back, the one of
 * a promotion, the palette, and the comparison of the logs. */
export const partsOfScreens = ['back', 'promote', 'palette', 'patterns'] as const;

type ScreenName = (typeof screens)[number]['id'] | (typeof partsOfScreens)[number];

/** Every state that the sources of a screen can be in, and how its cases may be called. */
export const suffixes = {
	loading: ['loading', 'loading-metrics'],
	empty: ['empty', 'no-series'],
	down: ['down'],
	forbidden: ['forbidden'],
	partial: ['partial'],
	stale: ['stale'],
	failed: ['failed'],
} as const;

type StateName = keyof typeof suffixes;
export const stateNames = Object.keys(suffixes) as readonly StateName[];

/** Why a screen cannot come into a state. */
export interface NoSuchState {
	readonly screen: ScreenName;
	readonly state: StateName;
	readonly reason: string;
}

const readsNothing = 'It is made of the key map alone and reads nothing; its header is that of every screen.';

/** Every other screen has a case for every state. */
export const noSuchStates: readonly NoSuchState[] = [
	{
		screen: 'release',
		state: 'empty',
		reason: 'It opens on a release alone; release-gone is one that was deleted since, release-stable one at rest.',
	},
	{
		screen: 'describe',
		state: 'empty',
		reason: 'It opens on an object alone; describe-gone is one that was deleted since.',
	},
	{screen: 'back', state: 'empty', reason: 'It opens on a release alone, and always has a plan or why there is none.'},
	{
		screen: 'promote',
		state: 'empty',
		reason: 'It opens on a release alone, and always has a plan or why there is none.',
	},
	...(['loading', 'empty', 'partial', 'stale', 'failed'] as const).map(
		state => ({screen: 'help', state, reason: readsNothing}) as const,
	),
];
