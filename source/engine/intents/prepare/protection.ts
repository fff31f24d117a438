import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {ClusterTarget} from '../../../ports/cluster.ts';
import type {Intent} from '../../state/intent.ts';
import type {Session, State} from '../../state/state.ts';

/** What the operator must type before a change toward the canary in a protected context: the cluster's name,
 * without the path that cloud providers put before it (`arn:aws:eks:…:cluster/prod-eu1`). */
export function clusterWord(target: ClusterTarget): SafeText {
	return ident(target.cluster.slice(target.cluster.lastIndexOf('/') + 1));
}

export function isProtected({settings}: Session, namespace: string): boolean {
	switch (settings.protection.kind) {
		case 'all':
			return true;
		case 'none':
			return false;
		case 'namespaces':
			return settings.protection.names.includes(namespace);
	}
}

/** Whether the screen says PROD: where the configuration says so, else where the cluster is protected. The demo
 * never is. */
export function isProd({settings}: Session, isProtectedHere: boolean): boolean {
	const {environment, isDemo} = settings;
	return !isDemo && (environment === null ? isProtectedHere : environment === 'prod');
}

export function needsClusterName(state: State, intent: Intent): boolean {
	return intent.plan?.direction === 'towardCanary' && isProtected(state.session, intent.release.namespace);
}

/** Why a confirmation with this typed cluster name does not count; null where it does. */
export function nameBlock(state: State, intent: Intent, typedName: string): SafeText | null {
	if (!needsClusterName(state, intent) || typedName === clusterWord(state.session.target)) return null;
	return safe`type the cluster's name first`;
}
