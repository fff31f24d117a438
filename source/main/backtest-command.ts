import {backtest} from '../backtest/backtest.ts';
import {cannotText} from '../backtest/cannot-text.ts';
import {reportText} from '../backtest/report-text.ts';
import type {AnchorKey} from '../domain/keys.ts';
import type {Release} from '../domain/release.ts';
import type {Result} from '../domain/result.ts';
import type {Revision} from '../domain/revision.ts';
import {ident, line, type SafeText, safe} from '../domain/safe-text.ts';
import type {LatencySample, TrafficSample} from '../domain/signals.ts';
import {failuresNow, settingsNow} from '../engine/evidence/rows/chosen-for.ts';
import {servicesOfRow} from '../engine/lists/visible.ts';
import {type Asker, createAsker} from '../engine/questions/asker.ts';
import {connectMetrics} from '../engine/questions/connect-metrics.ts';
import {newestSampleMs} from '../engine/questions/sample-age.ts';
import {serverTime} from '../engine/state/server-time.ts';
import type {State} from '../engine/state/state.ts';
import {meshOrder} from '../engine/world/derive.ts';
import {anchorOfIdentity} from '../traffic/anchor-index.ts';
import {byRole} from '../traffic/versions/version-names.ts';
import type {BacktestArguments} from './arguments.ts';
import {settle} from './once.ts';
import type {Session} from './session.ts';

export type Told = {readonly lines: readonly SafeText[]} | {readonly cannot: SafeText};

/** `perch backtest RELEASE`: what the judge would have said of each past release, and when, beside what people did. The
 * cluster is read once, as `--once` reads it; its Prometheus is asked for the history. */
export async function backtestCommand(
	session: Pick<Session, 'engine' | 'metrics'>,
	{release: wanted, sinceMs}: BacktestArguments,
	tell: (text: string) => void,
): Promise<Told> {
	const {engine} = session;
	tell('reads the cluster …');
	const {hasData} = await settle(engine);
	const state = engine.store.state();
	if (!hasData) return {cannot: safe`the cluster ${state.session.target.context} was not read`};
	const {derive} = engine.context();
	const all = [...derive.releases(state).values()];
	const named = all.filter(({namespace, name}) => `${namespace}/${name}` === wanted);
	const anchors = derive.rows(state).byRelease;
	const release = named.find(({key}) => anchors.has(key)) ?? named[0];
	if (!release) return {cannot: notFound(wanted, all)};
	const why = whyNot(release);
	if (why) return {cannot: why};
	const connected = await askerOf(session.metrics);
	if (!connected.ok) return {cannot: connected.error};
	const {asker, close} = connected.value;
	try {
		const report = await backtest(
			{asker, ...historyOf(session, state, release), sinceMs: serverTime(state) - sinceMs},
			part => tell(`reads the history, ${Math.floor(part * 100)} %`),
		);
		return report.ok ? {lines: reportText(ident(wanted), report.value)} : {cannot: cannotText(report.error)};
	} finally {
		close();
	}
}

/** What the cluster says of the release now, and which samples are its own. */
function historyOf({engine}: Pick<Session, 'engine'>, state: State, release: Release) {
	const context = engine.context();
	const {derive} = context;
	const key: AnchorKey = derive.rows(state).byRelease.get(release.key) ?? release.key;
	const index = derive.pastAnchors(state);
	const {revisions} = release;
	const [stable, canary] = [release.stable, release.canary].map(of => revisions.find(one => one.key === of));
	const desired = stable?.pods.desired;
	const newestMs = newestSampleMs(state.metrics) ?? Number.POSITIVE_INFINITY;
	return {
		release,
		services: servicesOfRow(context, state, key),
		isOwn: ({identity}: TrafficSample | LatencySample) => anchorOfIdentity(index, identity)?.key === key,
		order: meshOrder(state),
		nameOf: (version: SafeText, isNow: boolean) =>
			(isNow && version === byRole.canary ? canary : revisions.find(one => isCalled(one, version)))?.tag ?? version,
		stablePods: typeof desired === 'number' ? desired : null,
		settings: settingsNow(state, release).settings,
		rule: failuresNow(context, state, release).chosen?.rule ?? null,
		newestMs: Math.min(newestMs, serverTime(state)),
	};
}

/** Linkerd names a version by the hash of its template, and a workload by the ReplicaSet that ends in it. */
function isCalled({hash, holder}: Revision, version: SafeText): boolean {
	return version === hash || version === holder || version.endsWith(`-${hash}`);
}

/** What is not to be found in shares of requests, whatever the history holds. */
function whyNot({strategy}: Release): SafeText | null {
	if (strategy !== 'blueGreen') return null;
	return safe`it is blue/green: all requests change over at once, and no version runs beside another`;
}

interface Connected {
	readonly asker: Asker;
	close(): void;
}

async function askerOf({
	connectMetrics: open,
	meshes,
	isOrdered,
}: Session['metrics']): Promise<Result<Connected, SafeText>> {
	const {signal} = new AbortController();
	const port = await open(signal);
	if (!port.ok) return {ok: false, error: port.error.message};
	const connections = await connectMetrics(meshes, port.value, signal);
	if (!connections.ok) {
		port.value.close();
		return {ok: false, error: connections.error.message};
	}
	const asker = createAsker({connections: connections.value, isOrdered, meshes, signal, replace() {}});
	return {ok: true, value: {asker, close: () => port.value.close()}};
}

const mostNames = 8;

/** Names what is there: in that namespace if there is anything, else anywhere. */
function notFound(wanted: string, all: readonly Release[]): SafeText {
	const nameOf = ({namespace, name}: Release) => safe`${namespace}/${name}`;
	const near = all.filter(({namespace}) => namespace === wanted.split('/')[0]);
	const names = [...new Set((near.length > 0 ? near : all).map(nameOf))].toSorted();
	if (names.length === 0) return safe`there is no release ${ident(wanted)}, nor any other`;
	const more = names.length > mostNames ? safe` and ${names.length - mostNames} more` : safe``;
	return safe`there is no release ${ident(wanted)}: there is ${line(names.slice(0, mostNames).join(', '))}${more}`;
}
