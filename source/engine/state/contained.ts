import {type Defect, defectOf} from '../../domain/defect.ts';
import {only, type Reduction} from './reduction.ts';
import type {State} from './state.ts';

/** Takes a step of the reducer. One that throws changes nothing, and the others go on; the state says that perch
 * itself failed, because what it shows may be wrong from then on. */
export function contained(part: string, state: State, step: (state: State) => Reduction): Reduction {
	try {
		return step(state);
	} catch (error) {
		return withDefect(state, defectOf(part, error));
	}
}

/** Keeps the first defect: the later ones may follow from it. */
export function withDefect(state: State, {text, report}: Defect): Reduction {
	if (state.defect === text) return only(state);
	return {state: {...state, defect: state.defect ?? text}, commands: [{kind: 'log', text: report}]};
}
