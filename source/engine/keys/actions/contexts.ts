import {type ClusterId, clusterId} from '../../../domain/cluster/keys.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {ContextId} from '../../state/action-id.ts';
import {screenInFrontOf} from '../../state/initial-state.ts';
import {only, type Reduction} from '../../state/reduction.ts';
import type {State} from '../../state/state.ts';
import {said} from '../said.ts';
import {askToLeave} from './ask-to-leave.ts';

const prefix = 'context ';

export function isContextId(id: string): id is ContextId {
	return id.startsWith(prefix);
}

/** Each context of the kubeconfig, in its order. */
export function knownContexts({session}: State): readonly ContextId[] {
	return session.target.contexts.map((name): ContextId => `${prefix}${name}`);
}

export function contextName(id: ContextId): SafeText {
	return ident(id.slice(prefix.length));
}

export function isContextShown({screen}: State, id: ContextId): boolean {
	return clusterOf(id) === screen.focus;
}

/** Shows the cluster of another context. One that this run holds already comes on screen at once; another one takes
 * the place of the cluster on screen, whose watches and requests end. */
export function inContext(state: State, id: ContextId): Reduction {
	const {screen, clusters} = state;
	if (screen.dialog) return only(state);
	const name = contextName(id);
	if (isContextShown(state, id)) return only(said(state, 'info', safe`${name}: shown already`));
	if (clusters.includes(clusterOf(id))) return only({...state, screen: screenInFrontOf(clusterOf(id), screen)});
	const asked = askToLeave(state, 'switch', [state]);
	if (asked) return only(asked);
	const opening = said(state, 'info', safe`opening the context ${name} …`);
	return {state: opening, commands: [{kind: 'openContext', context: id.slice(prefix.length)}]};
}

function clusterOf(id: ContextId): ClusterId {
	return clusterId(contextName(id));
}
