import type {AnchorKey, ClusterId, ReleaseKey} from '../../domain/cluster/keys.ts';
import type {ObjectRef, WatchedKind} from '../../domain/cluster/kube-object.ts';
import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {SERVICES} from '../../kinds/service.ts';
import type {LogLines} from '../../logs/log-book.ts';
import type {Mesh} from '../../meshes/contract.ts';
import {ownerKinds} from '../../ownership/owners-of.ts';
import type {PolicyReader} from '../../policies/contract.ts';
import type {ReleaseBackend} from '../../releases/contract.ts';
import type {MetricsQuestion} from '../questions/question.ts';
import type {ActionId, OwnActionId} from '../state/action-id.ts';
import type {ReplayAsked} from '../state/past-state.ts';
import type {Place, ScreenState, Step} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import {createDerivation, type Derivation} from './derive.ts';

/** One cluster's registries, and what is derived through them. The engine receives them, so that it knows no
 * backend by name. */
export interface EngineContext {
	readonly cluster: ClusterId;
	readonly backends: readonly ReleaseBackend[];
	readonly meshes: readonly Mesh[];
	readonly policyReaders: readonly PolicyReader[];
	/** The questions to Prometheus. */
	readonly questions: readonly MetricsQuestion[];
	/** Perch starts on the first. */
	readonly screens: readonly Screen[];
	/** Every kind that perch reads. */
	readonly kinds: readonly WatchedKind[];
	readonly derive: Derivation;
	readonly extentOf: ExtentOf;
	/** The lines of logs, which are not in the state; null where there are none to be had, as in a recording. */
	readonly logs: LogLines | null;
}

/** How many lines a screen's long text takes when it is drawn, and how many of them have room. What is drawn alone
 * tells: rows wrap, and banners and messages take room. */
export type ExtentOf = (
	screen: {readonly kind: string; readonly view: unknown},
	size: ScreenState['size'],
) => {readonly lines: number; readonly room: number};

/** One screen: a file in `screens/` says what it shows and what can be done there, a file in `views/` draws it. */
export interface Screen<Id extends string = string, View = unknown> {
	readonly id: Id;
	/** How to open the screen; left out where another action leads there, as `open` leads to a row's screen. */
	readonly opening?: Opening;
	/** The actions that its keys run, verbs included. */
	readonly actions: readonly ActionId[];
	/** The actions among these that its footer leaves out. */
	readonly unlisted?: readonly ActionId[];
	/** The actions that a footer names before others where it has no room for all; left out where they are those of
	 * a list. */
	readonly namedFirst?: readonly ActionId[];
	/** The footer says to which version the way back leads. */
	readonly namesWayBack?: true;
	/** Left out where the screen is no list. */
	readonly list?: ScreenList;
	/** Services whose latency is shown. Left out where they are those of the row that the place is about. */
	services?(context: EngineContext, state: State): readonly NamedService[];
	/** The row whose charts the screen shows beside its list; left out where it shows none. */
	beside?(context: EngineContext, state: State): AnchorKey | null;
	/** The screen also shows the trend of these services. */
	readonly hasTrends?: true;
	/** Objects that the screen shows whole, those that are compared in one list; left out where it shows none. */
	objects?(context: EngineContext, state: State, place: Place): readonly (readonly ObjectRef[])[];
	/** Namespaces whose Events the screen shows; left out where it shows none. */
	eventsIn?(context: EngineContext, state: State, place: Place): readonly string[];
	/** The text that narrows the screen is the screen's own, and not that of the lists. */
	readonly hasOwnFilter?: true;
	/** What keys of the screen do now, where that is not what their actions are called; left out where it always is. */
	labels?(state: State): Readonly<Partial<Record<ActionId, SafeText>>>;
	/** What actions do on this screen that do something else, or nothing, on others. */
	readonly runs?: Readonly<Partial<Record<ActionId, (context: EngineContext, state: State) => State>>>;
	/** The screen shows the series behind the figures of its row. */
	readonly provesFigures?: true;
	/** The screen shows who calls whom: of all services, or who calls its own release while that has a canary. */
	readonly showsEdges?: 'all' | 'own';
	/** The logs of the place's release are read while the screen is on the stack; the place is a `LogsPlace`. */
	readonly readsLogs?: true;
	/** The past of the place's release is read while the screen is on the stack. */
	readonly readsBacktest?: true;
	/** The past release that the screen shows, which is read while it is on the stack; null where it is gone. */
	replays?(state: State, place: Place): ReplayAsked | null;
	/** What it shows is over: no verb acts on it. */
	readonly isPast?: true;
	/** Moves the selection or the view; left out where nothing on the screen moves. */
	moved?(context: EngineContext, state: State, by: Step): State;
	/** What `y` copies for a chat, as Markdown: about the row or release that the screen is about. Null where there
	 * is none; left out where the screen is about nothing of the cluster. */
	chat?(context: EngineContext, live: State, shown: State): SafeText | null;
	/** While the display is frozen, `shown` holds the data of that moment; keys and warnings come from `live`. */
	select(context: EngineContext, live: State, shown: State, place: Place): View;
}

/** How a screen is opened, by its own action. */
export interface Opening {
	/** None where only the palette opens the screen. */
	readonly keys: readonly string[];
	/** One word for the footer. */
	readonly label: SafeText;
	/** A sentence for the help screen and the palette. */
	readonly help: SafeText;
	readonly listed: 'footer' | 'help' | 'palette';
	/** The action that is listed after this one; left out where it is listed after all that act on one screen. */
	readonly before?: OwnActionId;
	/** The screens on which its keys, or the palette, open it. */
	readonly from: readonly string[];
	/** What to say where the screen cannot be opened now; left out where it always can. */
	readonly otherwise?: SafeText;
	/** Null where the screen cannot be opened now. */
	place(context: EngineContext, state: State): Place | null;
}

/** A list from top to bottom, of which one row may be marked. */
export interface ScreenList {
	keys(context: EngineContext, shown: State): readonly AnchorKey[];
	/** The releases of the rows that fit. */
	releases(context: EngineContext, state: State): readonly ReleaseKey[];
	selected(screen: ScreenState): AnchorKey | null;
	withSelected(screen: ScreenState, key: AnchorKey | null): ScreenState;
}

export type Registries = Pick<
	EngineContext,
	'backends' | 'meshes' | 'policyReaders' | 'questions' | 'screens' | 'extentOf'
>;

export function createContext(cluster: ClusterId, registries: Registries, logs: LogLines | null = null): EngineContext {
	return {
		cluster,
		...registries,
		kinds: kindsOf(registries),
		derive: createDerivation(cluster, registries.backends),
		logs,
	};
}

/** Every kind that perch reads with these registries, each once: Services for the rows, kinds that apply
 * objects from elsewhere (GitOps), and the kinds of backends and policy readers. */
export function kindsOf({
	backends,
	policyReaders,
}: Pick<Registries, 'backends' | 'policyReaders'>): readonly WatchedKind[] {
	const kinds = [SERVICES, ...ownerKinds, ...[...backends, ...policyReaders].flatMap(({kinds: own}) => own)];
	return [...new Map(kinds.map(kind => [kind.id, kind])).values()];
}

export function kindById({kinds}: EngineContext, kindId: string): WatchedKind | undefined {
	return kinds.find(kind => kind.id === kindId);
}

export function backendOf(context: EngineContext, id: string): ReleaseBackend {
	const backend = context.backends.find(candidate => candidate.id === id);
	if (!backend) throw new Error(`no release backend is called ${id}`);
	return backend;
}

export function screenAt({screens}: EngineContext, {kind}: Place): Screen {
	const screen = screens.find(({id}) => id === kind);
	if (!screen) throw new Error(`no screen is called ${kind}`);
	return screen;
}

/** The screen on top of the stack. */
export function currentScreen(context: EngineContext, {screen}: State): Screen {
	return screenAt(context, screen.stack[screen.stack.length - 1] ?? screen.stack[0]);
}
