import type {ReleaseKey} from '../../../domain/cluster/keys.ts';
import type {Release} from '../../../domain/release/release.ts';
import {pastOf} from '../../questions/past/past.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import type {Inputs} from '../../world/memory.ts';
import {suspicion} from '../verdict.ts';
import {lastHarms} from './harm.ts';

/** Half of the evidence, in logarithms, that convicts. */
const suspectPart = 0.5;

/** The releases against whose canary there is that much evidence, which convicts nobody yet. */
export function suspects(context: EngineContext, state: State): ReadonlySet<ReleaseKey> {
	const {derive} = context;
	const isSuspect = (release: Release) => suspicion(context, state, release) >= suspectPart;
	// They follow from what the harms follow from.
	return derive.rememberWhile(state, 'suspects', [lastHarms(context, state)], () => {
		const found = derive.releases(state).values().filter(isSuspect);
		return new Set(found.map(({key}) => key));
	});
}

/** The same as of the moment at which rows were last ordered. */
export function orderingSuspects(context: EngineContext, state: State): ReadonlySet<ReleaseKey> {
	const {derive} = context;
	const inputs: Inputs = [derive, state.metrics.ordering, pastOf(state.metrics), derive.releases(state).size];
	return derive.rememberWhile(state, 'ordering suspects', inputs, () => suspects(context, state));
}
