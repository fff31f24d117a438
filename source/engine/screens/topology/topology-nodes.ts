import type {AnchorKey, RevisionKey} from '../../../domain/cluster/keys.ts';
import type {LatencyReading, Reading, Tone} from '../../../domain/reading.ts';
import {noSeries} from '../../../domain/reading.ts';
import type {Release} from '../../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Edge, EdgeFigures} from '../../../traffic/edges/edge.ts';
import type {Fan, Neighbour} from '../../../traffic/edges/surroundings.ts';
import {rowAt} from '../../../traffic/rows.ts';
import {isTrusted, metricsFreshness} from '../../evidence/freshness.ts';
import {figureOf, type Measurement} from '../../evidence/read-figures.ts';
import {percentOf} from '../../evidence/text/figures.ts';
import {edgesOf} from '../../questions/edges.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {type ServiceRow, serviceRow} from '../home/service-row.ts';
import {versionRows} from '../release/service.ts';
import {edgesToldOf} from './edges-told.ts';
import type {Around} from './topology-place.ts';

/** What all nodes are made of. */
export interface Drawing {
	readonly context: EngineContext;
	readonly state: State;
	readonly around: Around;
	/** The marked node's path; null is the service in the middle. */
	readonly selected: string | null;
}

/** Figures of one node or edge. */
export interface NodeFigures {
	readonly requestsPerSecond: Reading;
	/** 0–1. */
	readonly errorRatio: Reading;
	readonly latencyP95Ms: LatencyReading;
	/** `no mTLS 12 %`; empty where it is there, or not known. */
	readonly missing: SafeText;
	/** How long an edge's requests took on average, milliseconds; null where that is not told. Never a percentile. */
	readonly meanMs: number | null;
}

/** A part of a node's figures: those of one version. */
export interface VersionFigures extends NodeFigures {
	/** `2.9.0 canary` */
	readonly name: SafeText;
	readonly isCanary: boolean;
}

export interface CentreView extends NodeFigures {
	readonly isSelected: boolean;
	readonly glyph: SafeText;
	readonly tone: Tone;
	readonly name: SafeText;
	/** `2.8.1 → 2.9.0 20%`; empty without a release. */
	readonly release: SafeText;
	/** Stable and canary; none where there is no canary. */
	readonly versions: readonly VersionFigures[];
	/** Why versions cannot be told apart; null where they can. */
	readonly cannotTell: SafeText | null;
}

export interface NeighbourView extends NodeFigures {
	readonly path: string;
	readonly isSelected: boolean;
	/** As on the first screen; blank at rest. */
	readonly glyph: SafeText;
	readonly tone: Tone;
	readonly name: SafeText;
	/** `again`: a circle of calls; `by linkerd`: another mesh than of the service in the middle. Empty elsewhere. */
	readonly note: SafeText;
	/** The calls to the canary of the service called; null where it has none, or they are not told apart. */
	readonly canary: VersionFigures | null;
	readonly next: FanView;
}

export interface FanView {
	readonly nodes: readonly NeighbourView[];
	/** Stands for those that are not listed; null where all are. */
	readonly more: {readonly text: SafeText; readonly isSelected: boolean} | null;
	/** Why there is none, or who else calls without being named; null where there is nothing to say. */
	readonly note: SafeText | null;
	/** Ways that lead here by an object, of which nothing is measured. */
	readonly routed: readonly SafeText[];
}

export function centreView(drawing: Drawing): CentreView {
	const {context, state, around, selected} = drawing;
	const row = rowAt(context.derive.rows(state), around.centre);
	const release = releaseOf(drawing, around.centre);
	const split = row ? context.derive.traffic(state)?.rows.get(row.key)?.split : undefined;
	const figures = row ? figuresOfRow(serviceRow(context, state, row, false)) : noFigures;
	const hasCanary = release !== null && release.canary !== null;
	const versions = hasCanary ? versionRows(context, state, release) : [];
	return {
		...figures,
		isSelected: selected === null,
		release: row ? serviceRow(context, state, row, false).versions : safe``,
		versions: versions
			.filter(({role}) => role !== 'previous')
			.map(({tag, role, now, errorRatio, latencyP95Ms}) => ({
				name: safe`${tag} ${ident(role)}`,
				isCanary: role === 'canary',
				requestsPerSecond: now,
				errorRatio,
				latencyP95Ms,
				missing: safe``,
				meanMs: null,
			})),
		cannotTell: hasCanary && split?.kind === 'cannotTell' ? split.because : null,
		...(row ? {} : {name: nameOfKey(around.centre)}),
	};
}

export function neighbourView(drawing: Drawing, node: Neighbour, fanOf: (fan: Fan) => FanView): NeighbourView {
	const {context, state, selected} = drawing;
	const {edge, key, path} = node;
	const row = key === null ? null : rowAt(context.derive.rows(state), key);
	const shown = row && serviceRow(context, state, row, false);
	const isCallee = key === edge.callee && path.startsWith('callees');
	const name = shown?.name ?? (isCallee ? nameOfKey(edge.callee) : (edge.caller.name ?? safe`callers without a name`));
	return {
		...figuresOfEdge(drawing, edge.figures),
		path,
		isSelected: selected === path,
		glyph: shown?.glyph ?? safe` `,
		tone: shown?.tone ?? 'quiet',
		name,
		note: noteOf(drawing, node),
		latencyP95Ms: isCallee && shown ? shown.latencyP95Ms : noSeries,
		canary: canaryOf(drawing, edge),
		next: fanOf(node.next),
	};
}

const noFigures = {
	glyph: safe` `,
	tone: 'quiet',
	name: safe``,
	requestsPerSecond: noSeries,
	errorRatio: noSeries,
	latencyP95Ms: noSeries,
	missing: safe``,
	meanMs: null,
} as const;

function figuresOfRow({glyph, tone, name, requestsPerSecond, errorRatio, latencyP95Ms}: ServiceRow) {
	return {glyph, tone, name, requestsPerSecond, errorRatio, latencyP95Ms, missing: safe``, meanMs: null};
}

function figuresOfEdge(drawing: Drawing, edge: EdgeFigures): NodeFigures {
	const {requestsPerSecond, errorsPerSecond, securedShare, meanMs} = edge;
	const measured = measurementOf(drawing);
	return {
		requestsPerSecond: figureOf(requestsPerSecond, measured),
		errorRatio:
			requestsPerSecond === 0
				? {kind: 'noTraffic', atMs: measured.atMs}
				: figureOf(errorsPerSecond / requestsPerSecond, measured),
		latencyP95Ms: noSeries,
		missing: missingText(securedShare),
		meanMs,
	};
}

/** A share that is missing by less is a rounding of the rates. */
const leastMissing = 0.000_1;

function missingText(securedShare: EdgeFigures['securedShare']): SafeText {
	if (securedShare === 'unknown' || securedShare > 1 - leastMissing) return safe``;
	const share = 1 - securedShare;
	return share > 0.999 ? safe`no mTLS` : safe`no mTLS ${percentOf(share)}`;
}

function measurementOf({context, state, around}: Drawing): Measurement {
	const told = edgesOf(state.metrics, null);
	return {
		atMs: told?.atMs ?? 0,
		windowSeconds: told?.windowSeconds ?? 0,
		isStale: edgesToldOf(context, state, around).isOld || !isTrusted(metricsFreshness(state)),
	};
}

function canaryOf(drawing: Drawing, {callee, versions}: Edge): VersionFigures | null {
	const release = releaseOf(drawing, callee);
	const canary = release?.revisions.find(({key}) => key === release.canary);
	const figures = canary && versions?.get(canary.key satisfies RevisionKey);
	if (!canary || !figures) return null;
	return {...figuresOfEdge(drawing, figures), name: safe`${canary.tag} canary`, isCanary: true};
}

function releaseOf({context, state}: Drawing, key: AnchorKey): Release | null {
	const behind = rowAt(context.derive.rows(state), key)?.release ?? null;
	return behind === null ? null : (context.derive.releases(state).get(behind) ?? null);
}

function noteOf({context, around}: Drawing, {isAgain, edge}: Neighbour): SafeText {
	if (isAgain) return safe`again`;
	const own = around.edges?.into.get(edge.callee)?.mesh ?? null;
	const ofCentre = around.edges?.into.get(around.centre)?.mesh ?? null;
	if (own === null || ofCentre === null || own === ofCentre) return safe``;
	return safe`by ${context.meshes.find(({id}) => id === own)?.title ?? ident(own)}`;
}

/** `metrics:prod/ops/cron`: a name that only edges tell. */
function nameOfKey(key: AnchorKey): SafeText {
	return ident(key.split('/').slice(-2).join('/'));
}
