import type {ReleaseKey} from '../domain/keys.ts';
import {type SafeText, safe} from '../domain/safe-text.ts';
import type {Engine} from '../engine/engine.ts';
import type {DemoServers} from './demo-servers.ts';

/** What the tour can do: press keys as a hand would, and be the rest of the world. */
interface Stage {
	press(name: string): void;
	/** Presses `j` or `k` until the release is selected. */
	select(key: ReleaseKey): void;
	readonly servers: Pick<DemoServers, 'api' | 'prometheus'>;
}

interface Scene {
	readonly atSeconds: number;
	readonly say?: SafeText;
	readonly act?: (stage: Stage) => void;
}

const checkout: ReleaseKey = 'release:rollouts.argoproj.io/shop/checkout';
const cart: ReleaseKey = 'release:rollouts.argoproj.io/shop/cart';
const search: ReleaseKey = 'release:rollouts.argoproj.io/web/search';

/** The demo's first minute. Every key goes through the same guards as a hand's. */
const scenes: readonly Scene[] = [
	{atSeconds: 1, say: safe`tour: a shop and its neighbours; shop/checkout holds a canary at 20 %`},
	{atSeconds: 8, say: safe`tour: checkout's canary turns worse now, and rises to the top`},
	{atSeconds: 12, act: stage => stage.select(checkout)},
	{
		atSeconds: 14,
		say: safe`tour: the harm first, then what comes by itself, then the way back`,
		act: ({press}) => press('enter'),
	},
	{atSeconds: 23, say: safe`tour: x goes back to stable: two keys, no typing`, act: ({press}) => press('x')},
	{atSeconds: 25, act: ({press}) => press('right')},
	{atSeconds: 26, act: ({press}) => press('enter')},
	{atSeconds: 29, act: ({press}) => press('escape')},
	{atSeconds: 30, say: safe`tour: configured 0 % at once; measured traffic follows`},
	{atSeconds: 33, act: ({press}) => press('escape')},
	{atSeconds: 34, act: stage => stage.select(cart)},
	{atSeconds: 35, say: safe`tour: the good canary, cart, waits at 50 %`, act: ({press}) => press('enter')},
	{atSeconds: 37, act: ({press}) => press('p')},
	{atSeconds: 39, act: ({servers}) => servers.api.tell({kind: 'promote', namespace: 'shop', name: 'cart'})},
	{atSeconds: 44, act: ({press}) => press('escape')},
	{atSeconds: 45, say: safe`tour: somebody else had promoted it: perch sent nothing`},
	{atSeconds: 47, act: ({press}) => press('escape')},
	{atSeconds: 48, act: stage => stage.select(checkout)},
	{atSeconds: 49, say: safe`tour: checkout: no requests to the canary, RECOVERED`, act: ({press}) => press('enter')},
	{atSeconds: 53, act: ({press}) => press('escape')},
	{atSeconds: 54, act: stage => stage.select(search)},
	{
		atSeconds: 55,
		say: safe`tour: Argo calls this blue/green aborted; it still serves the new version`,
		act: ({press}) => press('enter'),
	},
	{
		atSeconds: 60,
		say: safe`tour: Prometheus dies: promote is off, back stays`,
		act: ({servers}) => servers.prometheus.tell({kind: 'prometheusFault', fault: {kind: 'down'}}),
	},
	{atSeconds: 66, act: ({servers}) => servers.prometheus.tell({kind: 'prometheusFault', fault: {kind: 'none'}})},
	{atSeconds: 68, say: safe`tour: it is yours now · ? lists every key`},
];

/** Keys of the tour are pressed as far apart as a hand's. */
const keyGapMs = 150;

/** Plays the tour on a running engine; returns what stops it. */
export function playTour(engine: Engine, servers: Pick<DemoServers, 'api' | 'prometheus'>): () => void {
	const timers = scenes.map(scene =>
		setTimeout(() => {
			if (scene.say) engine.store.dispatch({kind: 'coached', text: scene.say});
			scene.act?.({press, select, servers});
		}, scene.atSeconds * 1000),
	);

	function press(name: string): void {
		engine.store.dispatch({
			kind: 'inputReceived',
			input: {kind: 'keys', keys: [{name, text: name.length === 1 ? name : ''}]},
		});
	}

	function select(key: ReleaseKey): void {
		if (engine.store.state().screen.homeSelected === key) return;
		press('home');
		const walk = (stepsLeft: number) => {
			if (stepsLeft === 0 || engine.store.state().screen.homeSelected === key) return;
			press('j');
			timers.push(setTimeout(() => walk(stepsLeft - 1), keyGapMs));
		};
		timers.push(setTimeout(() => walk(20), keyGapMs));
	}

	return () => {
		for (const timer of timers) clearTimeout(timer);
	};
}
