import type {Screen} from '../world/context.ts';
import {help} from './help.ts';
import {home} from './home.ts';
import {logs} from './logs.ts';
import {release} from './release.ts';
import {releases} from './releases.ts';
import {service} from './service.ts';

/** Every screen; those with a key of their own are listed in this order. */
export const screens = [home, releases, release, service, logs, help] as const satisfies readonly Screen[];
