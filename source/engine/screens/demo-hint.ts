import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {currentPlace} from '../lists/places.ts';
import type {State} from '../state/state.ts';

/** After this long without a key, the demo suggests one. */
const idleMs = 12_000;

/** One line for a visitor of the demo: what the tour says, else the next key worth pressing; null outside the
 * demo. */
export function demoHint(state: State): SafeText | null {
	const {screen, session} = state;
	if (!session.settings.isDemo || screen.dialog) return null;
	if (screen.demoHint) return screen.demoHint;
	const lastKeyAtMs = Math.max(screen.guard.lastKeyAtMs, session.startedAtMs);
	if (state.nowMs - lastKeyAtMs < idleMs) return null;
	switch (currentPlace(screen).kind) {
		case 'home':
			return screen.homeSelected === null
				? safe`demo: shop/checkout turns worse while you watch: j selects, enter opens`
				: safe`demo: enter opens what is selected · ? lists every key`;
		case 'release':
			return safe`demo: x, then right and enter, goes back to stable · esc goes home`;
		default:
			return safe`demo: esc goes back · ? lists every key`;
	}
}
