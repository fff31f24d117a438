import type {Screen} from '../world/context.ts';
import {help} from './help/help.ts';
import {home} from './home/home.ts';
import {panels} from './home/panels.ts';
import {releases} from './home/releases.ts';
import {logs} from './logs/logs.ts';
import {describe} from './objects/describe.ts';
import {diff} from './objects/diff.ts';
import {events} from './objects/events.ts';
import {backtest} from './past/backtest.ts';
import {replay} from './past/replay.ts';
import {prove} from './prove/prove.ts';
import {release} from './release/release.ts';
import {service} from './release/service.ts';

/** Every screen; those with a key of their own are listed in this order. */
export const screens = [
	home,
	panels,
	release,
	service,
	logs,
	events,
	diff,
	describe,
	prove,
	backtest,
	replay,
	releases,
	help,
] as const satisfies readonly Screen[];
