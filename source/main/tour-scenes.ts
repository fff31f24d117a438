import {type AnchorKey, type ClusterId, type ReleaseKey, releaseKey} from '../domain/cluster/keys.ts';
import {type SafeText, safe} from '../domain/text/safe-text.ts';
import {orderingHarms} from '../engine/evidence/harm/harm.ts';
import {movedSince} from '../engine/intents/prepare/prepare.ts';
import {currentPlace} from '../engine/lists/places.ts';
import {trafficOf} from '../engine/questions/poll.ts';
import type {ActionId} from '../engine/state/action-id.ts';
import type {Intent} from '../engine/state/intent.ts';
import type {Dialog} from '../engine/state/screen-state.ts';
import type {State} from '../engine/state/state.ts';
import type {EngineContext} from '../engine/world/context.ts';
import {ROLLOUTS} from '../kinds/argo-rollouts/rollout.ts';
import type {DemoServers} from './demo/demo-servers.ts';

/** What the tour can do: run an action of perch, press keys in a dialog as an operator would, and act on the
 * demo's servers. */
export interface Stage {
	does(action: ActionId): void;
	selects(key: AnchorKey): void;
	press(name: string): void;
	readonly servers: Pick<DemoServers, 'api' | 'prometheus'>;
}

/** One scene after another: each waits so many seconds, and then until `when` holds on the screen. */
export interface Scene {
	readonly afterSeconds: number;
	/** The scene says and does nothing before this holds. */
	readonly when?: Condition;
	readonly say?: SafeText;
	readonly act?: (stage: Stage) => void;
}

type Condition = (state: State, context: EngineContext) => boolean;

/** The demo's first minute. Rows are selected by name, because they change places. */
export function scenesIn(cluster: ClusterId): readonly Scene[] {
	const checkout = releaseKey(cluster, ROLLOUTS.id, 'shop', 'checkout');
	const cart = releaseKey(cluster, ROLLOUTS.id, 'shop', 'cart');
	const search = releaseKey(cluster, ROLLOUTS.id, 'web', 'search');
	return [
		{
			afterSeconds: 0.5,
			when: hasFigures,
			say: safe`tour: one list, what hurts users first; shop/checkout runs a canary`,
		},
		{
			afterSeconds: 5,
			when: hurts(checkout),
			say: safe`tour: now checkout's canary turns worse, and its row rises`,
		},
		...opens(checkout, safe`tour: the verdict, what it costs, what comes by itself, the way back`, 2),
		{
			afterSeconds: 6,
			when: isAt('release', checkout),
			say: safe`tour: = proves a figure: its arithmetic, its samples, its PromQL`,
			act: ({does}) => does('open prove'),
		},
		{afterSeconds: 6, when: isAt('prove', checkout), act: ({does}) => does('goBack')},
		{
			afterSeconds: 1,
			when: isAt('release', checkout),
			say: safe`tour: x goes back to stable: two keys, no typing`,
			act: ({does}) => does('back'),
		},
		{afterSeconds: 2, when: asks(checkout, isTried), act: ({press}) => press('right')},
		{afterSeconds: 1.5, when: asks(checkout, isArmed), act: ({press}) => press('enter')},
		{afterSeconds: 3, when: asks(checkout, isDone), act: ({press}) => press('escape')},
		{afterSeconds: 0.5, say: safe`tour: configured 0 % at once; measured traffic is the proof, and follows`},
		goesHome(checkout, 2),
		...opens(cart, safe`tour: the good canary, cart, waits at 50 %`),
		{afterSeconds: 1.5, when: isAt('release', cart), act: ({does}) => does('promote')},
		{
			afterSeconds: 1,
			when: asks(cart, isTried),
			act: ({servers}) => servers.api.tell({kind: 'promote', namespace: 'shop', name: 'cart'}),
		},
		{afterSeconds: 0.5, when: itMoved(cart)},
		{afterSeconds: 4, when: itMoved(cart), act: ({press}) => press('escape')},
		{afterSeconds: 0.5, say: safe`tour: something else promoted it meanwhile: it moved, and perch sent nothing`},
		goesHome(cart),
		...opens(checkout, safe`tour: the evidence stays: RECOVERED, and what it had cost`),
		{afterSeconds: 0, when: isRecovered(checkout)},
		{
			afterSeconds: 3,
			when: isAt('release', checkout),
			say: safe`tour: y copied the note for the colleagues`,
			act: ({does}) => does('copyForChat'),
		},
		goesHome(checkout),
		...opens(search, safe`tour: Argo calls this blue/green aborted; it still serves the new version`),
		goesHome(search, 4),
		{afterSeconds: 0.5, when: isHome, act: ({selects}) => selects(cart)},
		{
			afterSeconds: 0.5,
			when: isSelected(cart),
			say: safe`tour: Prometheus dies: promote is off, back stays`,
			act: ({servers}) => servers.prometheus.tell({kind: 'prometheusFault', fault: {kind: 'down'}}),
		},
		{
			afterSeconds: 12,
			act: ({servers}) => servers.prometheus.tell({kind: 'prometheusFault', fault: {kind: 'none'}}),
		},
		{afterSeconds: 2, say: safe`tour: it is yours now · ? lists every key`},
	];
}

/** Selects the release's row, and opens the release once that row is the selected one. */
function opens(key: ReleaseKey, say: SafeText, restsSeconds = 1): readonly Scene[] {
	return [
		{afterSeconds: 0.5, when: isHome, act: ({selects}) => selects(key)},
		{afterSeconds: restsSeconds, when: isSelected(key), act: ({does}) => does('open')},
		{afterSeconds: 0.3, when: isAt('release', key), say},
	];
}

function goesHome(from: ReleaseKey, afterSeconds = 3): Scene {
	return {afterSeconds, when: isAt('release', from), act: ({does}) => does('goBack')};
}

function hasFigures({metrics}: State): boolean {
	return trafficOf(metrics) !== null;
}

/** The list has it among the rows whose requests fail. */
function hurts(key: ReleaseKey): Condition {
	return (state, context) => orderingHarms(context, state).get(key)?.kind === 'fails';
}

function isRecovered(key: ReleaseKey): Condition {
	return ({intents}) => intents.some(({release, recovery}) => release.key === key && recovery?.kind === 'recovered');
}

function isHome({screen}: State): boolean {
	return currentPlace(screen).kind === 'home' && !screen.dialog && !screen.palette;
}

function isSelected(key: ReleaseKey): Condition {
	return state => isHome(state) && state.screen.homeSelected === key;
}

function isAt(kind: string, key: ReleaseKey): Condition {
	return ({screen}) => {
		const place = currentPlace(screen);
		return place.kind === kind && place.key === key && !screen.dialog && !screen.palette;
	};
}

/** The open dialog is about this release, and so. */
function asks(key: ReleaseKey, isSo: (dialog: Dialog, intent: Intent) => boolean): Condition {
	return state => {
		const asked = askedAbout(state, key);
		return asked !== null && isSo(asked.dialog, asked.intent);
	};
}

function askedAbout(
	{screen: {dialog}, intents}: State,
	key: ReleaseKey,
): {readonly dialog: Dialog; readonly intent: Intent} | null {
	const intent = intents.find(({id}) => id === dialog?.intentId);
	return dialog && intent?.release.key === key ? {dialog, intent} : null;
}

/** Something else changed the release while its dialog is open. */
function itMoved(key: ReleaseKey): Condition {
	return (state, context) => {
		const asked = askedAbout(state, key);
		return asked?.dialog.mode === 'confirm' && movedSince(context, state, asked.intent) !== null;
	};
}

function isTried({mode, choiceIndex}: Dialog, {checks}: Intent): boolean {
	return mode === 'confirm' && choiceIndex === 0 && checks.live === 'unchanged' && checks.dryRun === 'ok';
}

/** The confirming button is selected. */
function isArmed({mode, choiceIndex}: Dialog): boolean {
	return mode === 'confirm' && choiceIndex === 1;
}

/** The request has come about, and its dialog asks for the reason. */
function isDone({mode}: Dialog, {phase}: Intent): boolean {
	return mode === 'reason' && phase.kind === 'effective';
}
