import {isReleaseKey} from '../../../domain/cluster/keys.ts';
import type {MeshId} from '../../../domain/signals/mesh-id.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Routed} from '../../../traffic/edges/routed.ts';
import type {Fan} from '../../../traffic/edges/surroundings.ts';
import {rowAt} from '../../../traffic/rows.ts';
import {edgesOf} from '../../questions/edges.ts';
import type {Place} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {emptyBecause} from '../empty.ts';
import {type FooterView, selectFooter} from '../footer.ts';
import {type HeaderView, selectHeader} from '../header.ts';
import {durationText, edgesToldOf, edgesWindowSeconds, type ToldView} from './edges-told.ts';
import {failureText} from './failure-text.ts';
import {routesInto} from './routes-into.ts';
import {type CentreView, centreView, type Drawing, type FanView, neighbourView} from './topology-nodes.ts';
import {type Around, aroundOf, morePath, ownOf} from './topology-place.ts';

/** One service with who calls it above, and whom it calls below. */
export interface TopologyView {
	readonly header: HeaderView;
	/** `shop/checkout` */
	readonly name: SafeText;
	readonly told: ToldView;
	/** Whose failures are whose; null where that is not clear. */
	readonly failures: SafeText | null;
	readonly isGraph: boolean;
	readonly depth: number;
	readonly centre: CentreView;
	/** Null where the operator looks the other way. */
	readonly callers: FanView | null;
	readonly callees: FanView | null;
	/** What blanks mean here. */
	readonly legend: SafeText;
	readonly empty: SafeText | null;
	readonly footer: FooterView;
}

export function selectTopology(context: EngineContext, live: State, shown: State, place: Place): TopologyView {
	const own = ownOf(place);
	const around = aroundOf(context, shown, place);
	const drawing: Drawing = {context, state: shown, around, selected: own.selected};
	const row = rowAt(context.derive.rows(shown), around.centre);
	const centre = centreView(drawing);
	const isRelease = isReleaseKey(around.centre) && context.derive.releases(shown).has(around.centre);
	const isTold = around.edges?.into.has(around.centre) || around.edges?.from.has(around.centre);
	const isGone = row === null && !isRelease && !isTold;
	return {
		header: selectHeader(context, live, shown),
		name: centre.name,
		told: edgesToldOf(context, shown, around),
		failures: around.edges ? failureText(context, shown, around.edges, around.centre) : null,
		isGraph: own.isGraph,
		depth: own.depth,
		centre,
		callers: around.callers && callersView(drawing, around.callers),
		callees: around.callees && calleesView(drawing, around.callees),
		legend: legendOf(around),
		empty: isGone ? gone(context, shown) : null,
		footer: selectFooter(context, live),
	};
}

function gone(context: EngineContext, state: State): SafeText {
	return context.derive.rows(state).rows.size === 0
		? emptyBecause(context, state, 'services')
		: safe`this service is gone — esc goes back`;
}

function callersView(drawing: Drawing, fan: Fan): FanView {
	const {context, state, around} = drawing;
	// What is measured says more than an object that leads here.
	const routed = fan.nodes.length > 0 ? [] : routesInto(context, state, around.centre).map(routedText);
	return {...fanView(drawing, fan, 'callers', [safe`caller`, safe`callers`]), note: callersNote(drawing, fan), routed};
}

function calleesView(drawing: Drawing, fan: Fan): FanView {
	const note = fan.nodes.length === 0 ? noneCounted(drawing, null) : null;
	return {...fanView(drawing, fan, 'callees', services), note};
}

const services = [safe`service`, safe`services`] as const;
/** `by`: who has to tell; null where anybody may. Where there is nothing to tell from, the line above says why. */
function noneCounted({context, state}: Drawing, by: MeshId | null): SafeText {
	const told = edgesOf(state.metrics, null);
	if (!told || told.atMs === null || (by !== null && !told.meshes.includes(by))) return safe`not known`;
	return safe`none counted in the last ${durationText(edgesWindowSeconds(context, told))}`;
}

function fanView(
	drawing: Drawing,
	{nodes, more}: Fan,
	path: string,
	what: readonly [one: SafeText, many: SafeText],
): FanView {
	const own = morePath(path);
	const isSelected = drawing.selected === own;
	return {
		nodes: nodes.map(node => neighbourView(drawing, node, fan => fanView(drawing, fan, node.path, what))),
		more: more === 0 ? null : {text: safe`… ${more} more ${more === 1 ? what[0] : what[1]}`, isSelected},
		note: null,
		routed: [],
	};
}

/** Two counts of one time differ by so much, as they are asked at different times. */
const comparableFactor = 1.2;

/** Whether more requests came than the named callers sent. */
function callersNote(drawing: Drawing, fan: Fan): SafeText | null {
	const {context, state, around} = drawing;
	const {edges, centre} = around;
	const row = context.derive.traffic(state)?.rows.get(centre);
	if (!edges || fan.nodes.length === 0) return noneCounted(drawing, row?.mesh ?? null);
	const told = edges.into.get(centre);
	const sum = (told?.edges ?? []).reduce((all, {figures}) => all + figures.requestsPerSecond, 0);
	if (!row || row.total.requestsPerSecond <= comparableFactor * sum) return null;
	return safe`others call it too: it has more requests`;
}

function routedText({from, by}: Routed): SafeText {
	return safe`routed, not measured: ${from} · ${by}`;
}

function legendOf({callers, callees}: Around): SafeText {
	const edges = [...edgesIn(callers), ...edgesIn(callees)];
	const busy = edges.filter(({requestsPerSecond}) => requestsPerSecond > 0);
	const unknown = busy.filter(({securedShare}) => securedShare === 'unknown').length;
	const secured = unknown === 0 ? safe`` : safe`, and not known of ${unknown} of ${busy.length} edges`;
	const mean = edges.some(({meanMs}) => meanMs !== null) ? safe` · MEAN of the calls, their average` : safe``;
	return safe`RPS and ERR% of the calls${mean} · P95 of the service called · mTLS only where it is missing${secured}`;
}

function edgesIn(fan: Fan | null): readonly Fan['nodes'][number]['edge']['figures'][] {
	return (fan?.nodes ?? []).flatMap(({edge, next}) => [edge.figures, ...edgesIn(next)]);
}
