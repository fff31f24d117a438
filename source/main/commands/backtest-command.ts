import {backtest} from '../../backtest/backtest.ts';
import {cannotText} from '../../backtest/cannot-text.ts';
import type {BacktestProgress} from '../../backtest/report.ts';
import {reportText} from '../../backtest/report-text.ts';
import type {Release} from '../../domain/release/release.ts';
import type {Result} from '../../domain/result.ts';
import {ident, line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {connectMetrics} from '../../engine/connecting/connect-metrics.ts';
import {historyOf} from '../../engine/history-of.ts';
import {type Asker, createAsker} from '../../engine/queries/asker.ts';
import {serverTime} from '../../engine/state/server-time.ts';
import type {BacktestArguments} from '../command-line/arguments.ts';
import {settle} from '../once.ts';
import type {Session} from '../session.ts';

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
	const history = historyOf(engine.context(), state, release.key);
	if (!history.ok) return {cannot: cannotText(history.error)};
	const connected = await askerOf(session.metrics);
	if (!connected.ok) return {cannot: connected.error};
	const {asker, close} = connected.value;
	try {
		const report = await backtest(
			{asker, ...history.value, sinceMs: serverTime(state) - sinceMs},
			tellPart(part => tell(`reads the history, ${Math.floor(part * 100)} %`)),
		);
		return report.ok ? {lines: reportText(ident(wanted), report.value)} : {cannot: cannotText(report.error)};
	} finally {
		close();
	}
}

/** The search is half of the work, the judgement of what it found the other half. */
function tellPart(tell: (part: number) => void): (progress: BacktestProgress) => void {
	let judged = 0;
	return progress => {
		if (progress.kind === 'searched') return tell(progress.doneMs / progress.ofMs / 2);
		judged += 1;
		tell(0.5 + judged / progress.of / 2);
	};
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
	const connections = await connectMetrics(meshes, port.value, signal, isOrdered);
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
