import type {Screen} from '../world/context.ts';
import {help} from './help.ts';
import {home} from './home.ts';
import {release} from './release.ts';
import {releases} from './releases.ts';
import {service} from './service.ts';

/** Every screen, in the order in which those that are opened by a key of their own are listed. */
export const screens = [home, releases, release, service, help] as const satisfies readonly Screen[];
