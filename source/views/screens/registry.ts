import type {Frame, ScreenFrame} from '../../engine/screens/frame.ts';
import type {Line} from '../lines/line.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';
import {backtestPanel} from './backtest.ts';
import {describePanel} from './describe.ts';
import {diffPanel} from './diff.ts';
import {eventsPanel} from './events.ts';
import {helpPanel} from './help.ts';
import {homePanel} from './home.ts';
import {logsPanel} from './logs.ts';
import {panelsPanel} from './panels.ts';
import {provePanel} from './prove.ts';
import {releasePanel} from './release.ts';
import {releasesPanel} from './releases.ts';
import {replayPanel} from './replay.ts';
import {servicePanel} from './service.ts';

/** Draws one screen: a pure function of its view. */
export type Panel<View = unknown> = (view: View, size: Frame['size'], look: TerminalStyle) => readonly Line[];

type ViewOf<Kind> = Extract<ScreenFrame, {readonly kind: Kind}>['view'];

/** By the screen's id; TypeScript reports a missing one. */
export const panels = {
	home: homePanel,
	panels: panelsPanel,
	releases: releasesPanel,
	release: releasePanel,
	service: servicePanel,
	events: eventsPanel,
	diff: diffPanel,
	describe: describePanel,
	prove: provePanel,
	backtest: backtestPanel,
	replay: replayPanel,
	logs: logsPanel,
	help: helpPanel,
} as const satisfies {readonly [Kind in ScreenFrame['kind']]: Panel<ViewOf<Kind>>};
