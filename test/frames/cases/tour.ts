import {pastShop} from '../../backtest/support/past-shop.ts';
import {homeOf} from '../../engine/support/home.ts';
import {endBacktest, failBacktest, tellReplay} from '../../engine/support/past-desk.ts';
import {writeLogs} from '../shop/logs.ts';
import {type Shop, standOn} from '../shop/shop.ts';
import {type FrameCase, type Moment, momentOf, once} from './cases.ts';

type Visit = (shop: Shop) => void;

const onRelease =
	(...keys: readonly string[]): Visit =>
	({desk, row}) => {
		standOn(desk, row);
		desk.press('enter');
		desk.advance(3_000);
		desk.press(...keys);
	};

/** How each screen is opened from the first one. */
const visits = {
	home: () => undefined,
	panels: ({desk}) => desk.press('v'),
	releases: ({desk}) => desk.press('R'),
	release: onRelease(),
	service: ({desk}) => {
		standOn(desk, 'pay/gateway');
		desk.press('enter');
	},
	logs: ({desk, logs, row, podLog}) => {
		standOn(desk, row);
		desk.press('l');
		desk.advance(1_000);
		writeLogs(desk, logs, () => podLog);
	},
	patterns: shop => {
		visits.logs(shop);
		shop.desk.press('d');
	},
	events: onRelease('e'),
	diff: onRelease('d'),
	describe: shop => {
		onRelease(':')(shop);
		shop.desk.type('describe');
		shop.desk.press('enter');
	},
	prove: onRelease('='),
	back: onRelease('x'),
	promote: onRelease('p'),
	palette: shop => {
		if (homeOf(shop.desk).total === 0) shop.desk.press(':');
		else onRelease(':')(shop);
		shop.desk.type('re');
	},
	help: ({desk}) => desk.press('?'),
	backtest: shop => {
		onRelease('B')(shop);
		const {pollError} = shop.desk.world;
		if (pollError) failBacktest(shop.desk, {kind: 'metrics', error: pollError});
		else endBacktest(shop.desk);
	},
	replay: shop => {
		const {desk} = shop;
		onRelease('B')(shop);
		const ones = pastShop(desk.state().nowMs);
		endBacktest(desk, ones);
		desk.press('down', 'enter');
		const {pollError} = desk.world;
		tellReplay(desk, pollError ? {kind: 'metrics', error: pollError} : ones[1]);
		if (!pollError) desk.press(']', ']');
	},
} satisfies Record<string, Visit>;

export type ScreenName = keyof typeof visits;
export const allScreens = Object.keys(visits) as readonly ScreenName[];
/** Those that need no row. */
export const lists = ['home', 'panels', 'releases'] as const satisfies readonly ScreenName[];
/** Those that show figures of now. */
export const measuring = [...lists, 'release', 'service'] as const satisfies readonly ScreenName[];

/** A case for each screen, visited one after another in one shop. */
export function tour(
	state: string,
	open: () => Shop,
	screens: readonly ScreenName[] = allScreens,
): readonly FrameCase[] {
	const seen = once(() => {
		const shop = open();
		return new Map(screens.map(name => [name, visited(shop, name)]));
	});
	return screens.map(name => ({
		name: `${name}-${state}`,
		moment: () => seen().get(name) ?? momentOf(open().desk),
	}));
}

function visited(shop: Shop, name: ScreenName): Moment {
	const {desk} = shop;
	visits[name](shop);
	desk.advance(2_000);
	const moment = momentOf(desk);
	for (let at = 0; !isAtHome(desk.frame()); at += 1) {
		if (at > 5) throw new Error(`no way back from ${name}`);
		desk.press('escape');
	}
	return moment;
}

function isAtHome({screen, confirm, palette}: ReturnType<Shop['desk']['frame']>): boolean {
	return screen.kind === 'home' && confirm === null && palette === null;
}
