import {unreadText} from '../../domain/cluster/read-object.ts';
import {line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clusterFreshness, type FreshnessView, isApiServerDown, metricsFreshness} from '../evidence/freshness.ts';
import {installedUnread, noMeshText} from '../evidence/installed.ts';
import {anyWhichMeshText} from '../evidence/which-mesh.ts';
import {noWayBackNow} from '../intents/prepare/no-way-back.ts';
import {isProd} from '../intents/prepare/protection.ts';
import {targetRelease} from '../lists/selection.ts';
import {warningsOf} from '../questions/poll.ts';
import type {Cluster, State} from '../state/state.ts';
import {currentScreen, type EngineContext} from '../world/context.ts';
import {effectiveNamespaces} from '../world/effective-namespaces.ts';
import {costText} from './cost.ts';
import {troubleOf} from './intent-line.ts';
import {uncountedText} from './uncounted.ts';

/** The line that every screen begins with. */
export interface HeaderView {
	readonly context: SafeText;
	/** Said to be PROD, or protected in all or some namespaces where nothing is said; false in the demo, which says
	 * DEMO instead. */
	readonly isProtected: boolean;
	/** `STAGING`, `DEV`; null where it is neither. */
	readonly environment: SafeText | null;
	readonly isDemo: boolean;
	/** TLS verification is off: every frame says so. */
	readonly isInsecure: boolean;
	readonly isReadOnly: boolean;
	/** `all ns`, `ns shop`, `3 ns`. */
	readonly scope: SafeText;
	readonly user: SafeText | null;
	readonly nowMs: number;
	readonly cluster: FreshnessView;
	readonly metrics: FreshnessView;
	/** The past moment that is shown, in place of how old what is shown is; left out where it is of now. */
	readonly replay?: ReplayMoment;
	/** Seconds since the display was frozen; null when it is live. */
	readonly frozenSeconds: number | null;
	/** Full-width warnings under the header, most urgent first: dead sources, forbidden kinds, degraded audit. */
	readonly banners: readonly Banner[];
}

/** `2026-11-28`, `14:02:15`, `12 of 96`; the last is empty before the rows are read. */
export interface ReplayMoment {
	readonly date: SafeText;
	readonly time: SafeText;
	readonly place: SafeText;
}

export interface Banner {
	readonly tone: 'warning' | 'critical' | 'info';
	readonly text: SafeText;
	/** Shown over as many lines as it takes: if the text were cut, the operator could not tell what to fix. */
	readonly isWhole?: true;
}

/** How many mistakes are shown; the others are only counted, since the screen is for releases. */
const mistakesShown = 5;

const environmentWords = {prod: null, staging: safe`STAGING`, dev: safe`DEV`} as const;

export function selectHeader(context: EngineContext, live: State, shown: State): HeaderView {
	const {settings, target} = live.session;
	return {
		context: target.context,
		isProtected: isProd(live.session, settings.protection.kind !== 'none'),
		environment: settings.isDemo ? null : environmentWords[settings.environment ?? 'prod'],
		isDemo: settings.isDemo,
		isInsecure: target.isInsecure,
		isReadOnly: settings.isReadOnly || target.isReadOnly,
		scope: scopeText(live),
		user: live.cluster.identity?.user ?? null,
		nowMs: shown.nowMs + shown.cluster.clockOffsetMs,
		cluster: clusterFreshness(shown),
		metrics: metricsView(context, shown),
		frozenSeconds: live.frozen ? Math.round((live.nowMs - live.frozen.atMs) / 1000) : null,
		banners: [...banners(context, live), ...cost(live)],
	};
}

/** Asked for by a key. */
function cost(state: State): readonly Banner[] {
	return state.screen.isCostShown ? [{tone: 'info', text: costText(state), isWhole: true}] : [];
}

/** What to do comes before the place, which a narrow screen cuts. */
function failedText(defect: SafeText, verbs: SafeText): SafeText {
	return safe`PERCH FAILED: what is shown may be wrong${after(verbs)} · restart perch (${defect})`;
}

/** With what is installed and not read in place of the providers that perch knows. */
function metricsView(context: EngineContext, state: State): FreshnessView {
	const figures = metricsFreshness(state);
	const {connectError} = state.metrics;
	return figures.state === 'none' && connectError
		? {...figures, problem: noMeshText(context, state, connectError)}
		: figures;
}

/** What figures that cannot be trusted leave to do. Nothing where nothing can be written anyway: the session may only
 * read, the API server does not answer, or the way back is not allowed. */
function verbsLeft(context: EngineContext, state: State): SafeText {
	const {settings, target} = state.session;
	const key = targetRelease(context, state);
	const release = key === null ? undefined : context.derive.releases(state).get(key);
	const isClosed =
		currentScreen(context, state).isPast ||
		settings.isReadOnly ||
		target.isReadOnly ||
		isApiServerDown(state) ||
		(release !== undefined && noWayBackNow(context, state, release) !== null);
	return isClosed ? safe`` : safe`promote is off, back needs no metrics`;
}

function after(text: SafeText): SafeText {
	return text === '' ? text : safe` · ${text}`;
}

function scopeText(state: State): SafeText {
	const namespaces = effectiveNamespaces(state);
	if (namespaces === 'all') return safe`all ns`;
	const [only = ''] = namespaces;
	return namespaces.length === 1 ? safe`ns ${line(only)}` : safe`${namespaces.length} ns`;
}

/** What the operator must know before believing the rest of the screen. */
function banners(context: EngineContext, state: State): readonly Banner[] {
	const {session, cluster, metrics} = state;
	const found: Banner[] = [];
	const add = (tone: Banner['tone'], text: SafeText) => found.push({tone, text});
	// Asked for only where a banner says it: it goes through what the way back needs.
	const verbs = () => verbsLeft(context, state);
	if (state.defect) add('critical', failedText(state.defect, verbs()));
	if (session.target.isInsecure) add('critical', safe`INSECURE: the API server's certificate is not verified`);
	const {readOnlyBecause, configMistakes} = session.settings;
	if (readOnlyBecause) add('warning', safe`READ-ONLY: ${readOnlyBecause}`);
	const hidden = configMistakes.length - mistakesShown;
	const more = hidden > 0 ? [safe`and ${hidden} more mistakes: perch named them all when it started`] : [];
	for (const text of [...configMistakes.slice(0, mistakesShown), ...more])
		found.push({tone: 'warning', text, isWhole: true});
	const api = clusterFreshness(state);
	const isApiDown = isApiServerDown(state);
	if (isApiDown) {
		if (cluster.error?.kind === 'noCredential') found.push(withoutCredential(cluster.error.message));
		else if (cluster.error?.kind === 'unauthorized')
			add('critical', safe`AUTH EXPIRED: log in again, perch goes on by itself`);
		else add('critical', safe`API SERVER DOWN: nothing can be written · ${api.problem ?? safe`no answer`}`);
	}
	const figures = metricsView(context, state);
	if (figures.state === 'failed' || figures.state === 'red') {
		const word = figures.state === 'red' ? safe`STALE` : safe`DOWN`;
		// What can be done comes first: a narrow screen cuts the end.
		const now = verbs();
		const left = now === '' ? now : safe`${now} · `;
		add('warning', safe`METRICS ${word}: ${left}${figures.problem ?? safe`no answer`}`);
	}
	// While the API server is down, missing metrics are no news of their own: Prometheus may be fed or found
	// through it. Put what to set first: a narrow screen cuts the end.
	if (figures.state === 'none' && !isApiDown) {
		const word = metrics.connectError?.kind === 'severalClusters' ? safe`WHICH CLUSTER?` : safe`NO METRICS:`;
		const text = safe`${word} ${figures.problem ?? safe`no samples`}${after(verbs())}`;
		const isWhole = installedUnread(context, state).length > 0;
		found.push(isWhole ? {tone: 'warning', text, isWhole} : {tone: 'warning', text});
	}
	const uncounted = uncountedText(context, state);
	if (uncounted) add('warning', uncounted);
	const whichMesh = anyWhichMeshText(context, state);
	if (whichMesh) add('warning', safe`WHICH MESH? ${whichMesh}`);
	const [partial] = warningsOf(metrics);
	if (partial && figures.state !== 'none') add('warning', safe`PARTIAL METRICS: ${partial}`);
	for (const other of state.elsewhere) found.push(...bannersElsewhere(other, state.nowMs));
	const unread = Object.values(cluster.watches).flatMap(watch => [...watch.unread.values()]);
	if (unread[0]) {
		const others = unread.length > 1 ? safe` and ${unread.length - 1} more` : safe``;
		add('warning', safe`${unread.length} NOT UNDERSTOOD: ${unreadText(unread[0])}${others}`);
	}
	if (state.auditProblem) add('critical', safe`AUDIT DEGRADED: ${state.auditProblem}`);
	if (Math.abs(cluster.clockOffsetMs) > 60_000)
		add(
			'warning',
			safe`CLOCKS DIFFER: the server is ${Math.round(cluster.clockOffsetMs / 1000)} s away; its time is shown`,
		);
	const forbidden = [
		...new Set(
			Object.values(cluster.watches).flatMap(watch =>
				watch.error?.kind === 'forbidden' && !watch.request.kind.isOptional
					? [watch.error.missing ?? watch.error.message]
					: [],
			),
		),
	];
	if (forbidden.length > 0)
		add(
			'warning',
			safe`FORBIDDEN: ${forbidden[0] ?? safe``}${forbidden.length > 1 ? safe` and ${forbidden.length - 1} more` : safe``}`,
		);
	const gone = Object.values(cluster.watches).find(watch => watch.status === 'absent');
	if (gone) {
		const {kind} = gone.request.kind;
		add('warning', safe`${line(kind)} is not served any more: its definition is gone · looked for every few seconds`);
	}
	if (api.state === 'fresh') found.push(...failingKinds(state));
	return found;
}

/** The first kind whose watch fails, and how many more there are. */
function failingKinds({cluster}: State): readonly Banner[] {
	const failing = Object.values(cluster.watches).filter(
		({status, error}) => status === 'failing' && error?.kind !== 'forbidden',
	);
	const kinds = [...new Set(failing.map(({request}) => request.kind.resource))];
	const error = failing[0]?.error;
	if (!error) return [];
	const more = kinds.length > 1 ? safe` and ${kinds.length - 1} more kinds` : safe``;
	return [{tone: 'warning', text: safe`${line(kinds[0] ?? '')}${more} are not up to date: ${error.message}`}];
}

/** What to fix stands at the message's end, so it is shown whole; a plugin's long message is cut, as other
 * banners are. */
function withoutCredential(message: SafeText): Banner {
	const text = safe`NO CREDENTIAL: ${message}`;
	return {tone: 'critical', text, ...(text.length <= longestWhole && {isWhole: true})};
}

const longestWhole = 300;

/** What an operator must know of a cluster that is not on screen. */
function bannersElsewhere(other: Cluster, nowMs: number): readonly Banner[] {
	const {context} = other.session.target;
	const {problem} = clusterFreshness({...other, nowMs});
	const trouble = troubleOf(other, nowMs);
	return [
		...(trouble ? [{tone: 'critical' as const, text: safe`${context}: ${trouble.text}`}] : []),
		...(isApiServerDown({...other, nowMs})
			? [{tone: 'warning' as const, text: safe`${context}: API SERVER DOWN · ${problem ?? safe`no answer`}`}]
			: []),
		...(other.defect ? [{tone: 'critical' as const, text: safe`${context}: ${failedText(other.defect, safe``)}`}] : []),
		...(other.auditProblem
			? [{tone: 'critical' as const, text: safe`${context}: AUDIT DEGRADED: ${other.auditProblem}`}]
			: []),
	];
}
