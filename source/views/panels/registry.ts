import type {Frame} from '../../engine/select/frame.ts';
import type {Line} from '../lines/line.ts';
import type {Look} from '../look/look.ts';
import type {Size} from '../widgets/page.ts';
import {helpPanel} from './help.ts';
import {homePanel} from './home.ts';
import {releasePanel} from './release.ts';
import {releasesPanel} from './releases.ts';
import {servicePanel} from './service.ts';

/** A screen as a pure function: at most `size.rows` lines. */
type Panel<View> = (view: View, size: Size, look: Look) => readonly Line[];

type Screen = Frame['screen'];

/** Every screen that a frame can show. A new one is a file and a line here. */
export const panels = {
	home: homePanel,
	releases: releasesPanel,
	release: releasePanel,
	service: servicePanel,
	help: helpPanel,
} as const satisfies {[Kind in Screen['kind']]: Panel<Extract<Screen, {readonly kind: Kind}>['view']>};
