import type {Screen} from '../world/context.ts';
import {help} from './help.ts';
import {home} from './home.ts';
import {panels} from './panels.ts';
import {release} from './release.ts';
import {releases} from './releases.ts';
import {service} from './service.ts';

/** Every screen; those with a key of their own are listed in this order. */
export const screens = [home, panels, releases, release, service, help] as const satisfies readonly Screen[];
