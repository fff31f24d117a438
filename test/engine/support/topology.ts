import {ident} from '../../../source/domain/text/safe-text.ts';
import {edges} from '../../../source/engine/questions/edges.ts';
import type {TopologyView} from '../../../source/engine/screens/topology/topology-view.ts';
import {call} from '../../traffic/edges/calls.ts';
import type {Desk} from './desk.ts';
import type {AskedOf} from './told.ts';
import {deskOf} from './troubled.ts';
import type {World} from './world.ts';

/** When it was asked who calls whom, and of which services. */
export function askedEdges(desk: Desk): readonly (AskedOf<typeof edges> & {readonly givenAtMs: number})[] {
	return desk
		.given('ask')
		.flatMap(({question, asked, givenAtMs}) =>
			question === edges.id ? [{...(asked as AskedOf<typeof edges>), givenAtMs}] : [],
		);
}

export function shown(desk: Desk): TopologyView {
	const {screen} = desk.frame();
	if (screen.kind !== 'topology') throw new Error(`the screen is ${screen.kind}`);
	return screen.view;
}

export const callersOf = (desk: Desk) => shown(desk).callers?.nodes.map(({name}) => name);
export const calleesOf = (desk: Desk) => shown(desk).callees?.nodes.map(({name}) => name);

/** Edges between the four services of the list, each called by the name of its Service. */
export const between = (from: string, to: string, requests: number, errors = 0) => {
	const one = call(`shop/${from}`, `shop/${to}`, requests, errors);
	return {...one, caller: one.caller && {...one.caller, service: ident(from), workload: null}};
};
/** mobile and gateway call search, which calls catalog. */
export const chain = () => [
	between('mobile', 'search', 80),
	between('gateway', 'search', 30),
	between('search', 'catalog', 300),
];

/** The screen of shop/search, after it was asked. */
export function onSearch(world: Partial<World> = {}, others: Parameters<typeof deskOf>[2] = []): Desk {
	const desk = deskOf(() => 0.5, {edgesAt: chain, ...world}, others);
	desk.advance(5_000);
	desk.press('s', 's', 's', 's', 's', 'end', 'T');
	desk.advance(1_000);
	return desk;
}
