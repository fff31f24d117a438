import type {AnchorKey} from '../domain/cluster/keys.ts';
import type {Engine} from '../engine/engine.ts';
import type {ActionId} from '../engine/state/action-id.ts';
import type {DemoServers} from './demo/demo-servers.ts';
import {type Scene, scenesIn} from './tour-scenes.ts';

const lookEveryMs = 200;

/** Plays the tour on a running engine; returns a function that stops it. The tour's actions go through the same
 * guards as an operator's. When the operator opens another screen, the tour waits until the screen is back where the
 * tour was. */
export function playTour(
	engine: Engine,
	servers: Pick<DemoServers, 'api' | 'prometheus'>,
	scenes: readonly Scene[] = scenesIn(engine.context().cluster),
): () => void {
	let timer: NodeJS.Timeout | undefined;

	function play(at: number): void {
		const scene = scenes[at];
		if (!scene) return;
		const begin = () => {
			if (scene.when && !scene.when(engine.store.state(), engine.context())) {
				timer = setTimeout(begin, lookEveryMs);
				return;
			}
			if (scene.say) engine.store.dispatch({kind: 'coached', text: scene.say});
			scene.act?.({does, selects, press, servers});
			play(at + 1);
		};
		timer = setTimeout(begin, scene.afterSeconds * 1000);
	}

	function does(action: ActionId): void {
		engine.store.dispatch({kind: 'acted', action});
	}

	function selects(key: AnchorKey): void {
		engine.store.dispatch({kind: 'selected', key});
	}

	function press(name: string): void {
		engine.store.dispatch({
			kind: 'inputReceived',
			input: {kind: 'keys', keys: [{name, text: [...name].length === 1 ? name : ''}]},
		});
	}

	play(0);
	return () => clearTimeout(timer);
}
