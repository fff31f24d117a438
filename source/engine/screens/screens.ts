import type {Screen} from '../world/context.ts';
import {describe} from './describe.ts';
import {diff} from './diff.ts';
import {events} from './events.ts';
import {help} from './help.ts';
import {home} from './home.ts';
import {logs} from './logs.ts';
import {panels} from './panels.ts';
import {prove} from './prove.ts';
import {release} from './release.ts';
import {releases} from './releases.ts';
import {service} from './service.ts';

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
	releases,
	help,
] as const satisfies readonly Screen[];
