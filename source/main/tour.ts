import type {AnchorKey, ReleaseKey} from '../domain/keys.ts';
import {type ClusterId, releaseKey} from '../domain/keys.ts';
import {type SafeText, safe} from '../domain/safe-text.ts';
import type {Engine} from '../engine/engine.ts';
import {currentPlace} from '../engine/lists/places.ts';
import {trafficOf} from '../engine/questions/poll.ts';
import type {ActionId} from '../engine/state/action-id.ts';
import type {State} from '../engine/state/state.ts';
import {ROLLOUTS} from '../kinds/argo-rollouts/rollout.ts';
import type {DemoServers} from './demo-servers.ts';

/** What the tour can do: run an action of perch, press keys in a dialog as an operator would, and act on the
 * demo's servers. */
interface Stage {
	does(action: ActionId): void;
	selects(key: AnchorKey): void;
	press(name: string): void;
	readonly servers: Pick<DemoServers, 'api' | 'prometheus'>;
}

/** One scene after another: each waits so many seconds, and then until `when` holds on the screen. */
interface Scene {
	readonly afterSeconds: number;
	/** The scene says and does nothing before this holds. */
	readonly when?: (state: State) => boolean;
	readonly say?: SafeText;
	readonly act?: (stage: Stage) => void;
}

const lookEveryMs = 200;

/** The demo's first minute. The tour's actions go through the same guards as an operator's. */
function scenesIn(cluster: ClusterId): readonly Scene[] {
	const checkout = releaseKey(cluster, ROLLOUTS.id, 'shop', 'checkout');
	const cart = releaseKey(cluster, ROLLOUTS.id, 'shop', 'cart');
	const search = releaseKey(cluster, ROLLOUTS.id, 'web', 'search');
	return [
		{
			afterSeconds: 1,
			when: hasFigures,
			say: safe`tour: a shop and its neighbours; shop/checkout holds a canary at 20 %`,
		},
		{afterSeconds: 7, say: safe`tour: checkout's canary turns worse now, and rises to what hurts users`},
		...opens(checkout, safe`tour: the harm first, then what comes by itself, then the way back`),
		{
			afterSeconds: 8,
			when: isOpen(checkout),
			say: safe`tour: x goes back to stable: two keys, no typing`,
			act: ({does}) => does('back'),
		},
		{afterSeconds: 2, when: isAsked(checkout, 0), act: ({press}) => press('right')},
		{afterSeconds: 1, when: isAsked(checkout, 1), act: ({press}) => press('enter')},
		{afterSeconds: 3, when: isAnswered(checkout), act: ({press}) => press('escape')},
		{afterSeconds: 1, say: safe`tour: configured 0 % at once; measured traffic follows`},
		goesHome(checkout),
		...opens(cart, safe`tour: the good canary, cart, waits at 50 %`),
		{afterSeconds: 2, when: isOpen(cart), act: ({does}) => does('promote')},
		{
			afterSeconds: 2,
			when: isAsked(cart, 0),
			act: ({servers}) => servers.api.tell({kind: 'promote', namespace: 'shop', name: 'cart'}),
		},
		{afterSeconds: 5, when: isAsked(cart, 0), act: ({press}) => press('escape')},
		{afterSeconds: 1, say: safe`tour: somebody else had promoted it: perch sent nothing`},
		goesHome(cart),
		...opens(checkout, safe`tour: checkout: no requests to the canary, RECOVERED`),
		goesHome(checkout),
		...opens(search, safe`tour: Argo calls this blue/green aborted; it still serves the new version`),
		{
			afterSeconds: 5,
			say: safe`tour: Prometheus dies: promote is off, back stays`,
			act: ({servers}) => servers.prometheus.tell({kind: 'prometheusFault', fault: {kind: 'down'}}),
		},
		{
			afterSeconds: 6,
			act: ({servers}) => servers.prometheus.tell({kind: 'prometheusFault', fault: {kind: 'none'}}),
		},
		{afterSeconds: 2, say: safe`tour: it is yours now · ? lists every key`},
	];
}

/** Plays the tour on a running engine; returns a function that stops it. When the operator opens another
 * screen, the tour waits until the screen is back where the tour was. */
export function playTour(engine: Engine, servers: Pick<DemoServers, 'api' | 'prometheus'>): () => void {
	const scenes = scenesIn(engine.context().cluster);
	let timer: NodeJS.Timeout | undefined;

	function play(at: number): void {
		const scene = scenes[at];
		if (!scene) return;
		const begin = () => {
			if (scene.when && !scene.when(engine.store.state())) {
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

/** Selects the release's row, and opens the release once that row is the selected one. */
function opens(key: ReleaseKey, say: SafeText): readonly Scene[] {
	return [
		{afterSeconds: 1, when: isHome, act: ({selects}) => selects(key)},
		{
			afterSeconds: 1,
			when: state => isHome(state) && state.screen.homeSelected === key,
			act: ({does}) => does('open'),
		},
		{afterSeconds: 0.5, when: isOpen(key), say},
	];
}

function goesHome(from: ReleaseKey): Scene {
	return {afterSeconds: 3, when: isOpen(from), act: ({does}) => does('goBack')};
}

function hasFigures({metrics}: State): boolean {
	return trafficOf(metrics) !== null;
}

function isHome({screen}: State): boolean {
	return currentPlace(screen).kind === 'home' && !screen.dialog && !screen.palette;
}

function isOpen(key: ReleaseKey): (state: State) => boolean {
	return ({screen}) => {
		const place = currentPlace(screen);
		return place.kind === 'release' && place.key === key && !screen.dialog && !screen.palette;
	};
}

/** A dialog about this release is open, with that choice selected. */
function isAsked(key: ReleaseKey, choice: number): (state: State) => boolean {
	return ({screen: {dialog}, intents}) =>
		dialog?.mode === 'confirm' &&
		dialog.choiceIndex === choice &&
		intents.some(intent => intent.id === dialog.intentId && intent.release.key === key);
}

/** The request was accepted, and its dialog asks for the reason. */
function isAnswered(key: ReleaseKey): (state: State) => boolean {
	return ({screen: {dialog}, intents}) =>
		dialog?.mode === 'reason' && intents.some(intent => intent.id === dialog.intentId && intent.release.key === key);
}
