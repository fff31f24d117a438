import type {ReleaseKey} from '../domain/keys.ts';
import {type SafeText, safe} from '../domain/safe-text.ts';
import type {Engine} from '../engine/engine.ts';
import {currentPlace} from '../engine/lists/places.ts';
import type {State} from '../engine/state/state.ts';
import type {DemoServers} from './demo-servers.ts';

/** What the tour can do: press keys as a hand would, and be the rest of the world. */
interface Stage {
	press(name: string): void;
	readonly servers: Pick<DemoServers, 'api' | 'prometheus'>;
}

/** One thing after another: each waits so long, and then for what must be so on screen. */
interface Scene {
	readonly afterSeconds: number;
	/** Nothing is said and no key pressed before. */
	readonly when?: (state: State) => boolean;
	readonly say?: SafeText;
	readonly act?: (stage: Stage) => void;
}

const checkout: ReleaseKey = 'release:rollouts.argoproj.io/shop/checkout';
const cart: ReleaseKey = 'release:rollouts.argoproj.io/shop/cart';
const search: ReleaseKey = 'release:rollouts.argoproj.io/web/search';

/** A hand's pace between two keys. */
const keySeconds = 0.12;
const lookEveryMs = 200;

/** The demo's first minute. Every key goes through the same guards as a hand's. */
const scenes: readonly Scene[] = [
	{
		afterSeconds: 1,
		when: hasFigures,
		say: safe`tour: a shop and its neighbours; shop/checkout holds a canary at 20 %`,
	},
	{afterSeconds: 7, say: safe`tour: checkout's canary turns worse now, and rises to the top`},
	...opens(checkout, 'shop/checkout', safe`tour: the harm first, then what comes by itself, then the way back`),
	{
		afterSeconds: 8,
		when: isOpen(checkout),
		say: safe`tour: x goes back to stable: two keys, no typing`,
		act: ({press}) => press('x'),
	},
	{afterSeconds: 2, when: isAsked(checkout, 0), act: ({press}) => press('right')},
	{afterSeconds: 1, when: isAsked(checkout, 1), act: ({press}) => press('enter')},
	{afterSeconds: 3, when: isAnswered(checkout), act: ({press}) => press('escape')},
	{afterSeconds: 1, say: safe`tour: configured 0 % at once; measured traffic follows`},
	...goesHome(checkout),
	...opens(cart, 'shop/cart', safe`tour: the good canary, cart, waits at 50 %`),
	{afterSeconds: 2, when: isOpen(cart), act: ({press}) => press('p')},
	{
		afterSeconds: 2,
		when: isAsked(cart, 0),
		act: ({servers}) => servers.api.tell({kind: 'promote', namespace: 'shop', name: 'cart'}),
	},
	{afterSeconds: 5, when: isAsked(cart, 0), act: ({press}) => press('escape')},
	{afterSeconds: 1, say: safe`tour: somebody else had promoted it: perch sent nothing`},
	...goesHome(cart),
	...opens(checkout, 'shop/checkout', safe`tour: checkout: no requests to the canary, RECOVERED`),
	...goesHome(checkout),
	...opens(search, 'web/search', safe`tour: Argo calls this blue/green aborted; it still serves the new version`),
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

/** Plays the tour on a running engine; returns what stops it. Whoever leads the screen elsewhere holds it up until the
 * screen is back where the tour was. */
export function playTour(engine: Engine, servers: Pick<DemoServers, 'api' | 'prometheus'>): () => void {
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
			scene.act?.({press, servers});
			play(at + 1);
		};
		timer = setTimeout(begin, scene.afterSeconds * 1000);
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

/** Filters the list by the release's name, and opens its row once that is the marked one. */
function opens(key: ReleaseKey, name: string, say: SafeText): readonly Scene[] {
	const keys = ['/', 'ctrl-u', ...name, 'enter', 'home'];
	return [
		...keys.map(
			(pressed): Scene => ({
				afterSeconds: keySeconds,
				when: isHome,
				act: ({press}) => press(pressed),
			}),
		),
		{
			afterSeconds: 1,
			when: state => isHome(state) && state.screen.homeSelected === key,
			act: ({press}) => press('enter'),
		},
		{afterSeconds: 0.5, when: isOpen(key), say},
	];
}

/** Back to the whole list. */
function goesHome(from: ReleaseKey): readonly Scene[] {
	return [
		{afterSeconds: 3, when: isOpen(from), act: ({press}) => press('escape')},
		{afterSeconds: keySeconds, when: isHome, act: ({press}) => press('escape')},
	];
}

function hasFigures({metrics}: State): boolean {
	return metrics.traffic !== null;
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

/** A dialog about this release, with that choice marked. */
function isAsked(key: ReleaseKey, choice: number): (state: State) => boolean {
	return ({screen: {dialog}, intents}) =>
		dialog?.mode === 'confirm' &&
		dialog.choiceIndex === choice &&
		intents.some(intent => intent.id === dialog.intentId && intent.release.key === key);
}

/** The request was taken, and its dialog asks for the reason. */
function isAnswered(key: ReleaseKey): (state: State) => boolean {
	return ({screen: {dialog}, intents}) =>
		dialog?.mode === 'reason' && intents.some(intent => intent.id === dialog.intentId && intent.release.key === key);
}
