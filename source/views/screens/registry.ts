import type {Frame} from '../../engine/screens/frame.ts';
import type {Line} from '../lines/line.ts';
import type {Look} from '../lines/look.ts';
import {helpPanel} from './help.ts';
import {homePanel} from './home.ts';
import {releasePanel} from './release.ts';
import {releasesPanel} from './releases.ts';
import {servicePanel} from './service.ts';

/** Every screen that a frame can show, each a pure function of its view: a new one is a file and a line here. */
export function drawPanel(screen: Frame['screen'], size: Frame['size'], look: Look): readonly Line[] {
	switch (screen.kind) {
		case 'home':
			return homePanel(screen.view, size);
		case 'releases':
			return releasesPanel(screen.view, size);
		case 'release':
			return releasePanel(screen.view, size, look);
		case 'service':
			return servicePanel(screen.view, size, look);
		case 'help':
			return helpPanel(screen.view, size);
	}
}
