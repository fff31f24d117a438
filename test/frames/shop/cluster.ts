import type {RawObject} from '../../../source/domain/cluster/kube-object.ts';
import {served as servedToAll} from '../../engine/support/session.ts';
import {withValue} from '../../releases/changed.ts';
import {readSituation} from '../../releases/situation.ts';

/** After the last of these recordings. */
export const startMs = Date.parse('2026-11-21T07:38:30Z');

/** Releases of several controllers as they were recorded, in one cluster, and plain Services around them. */
export const cluster: readonly RawObject[] = [
	...readSituation('argo-canary/12-paused-third-revision').objects,
	...readSituation('argo-bluegreen/05-aborted-after-cutover-unready').objects,
	...readSituation('argo-basic-canary/02-paused-at-20').objects.map(pausedForHalfAnHour),
	...readSituation('flagger/04-waiting-promotion').objects,
	...readSituation('deployment/04-second-revision').objects,
	...readSituation('statefulset/02-canary-on-ordinal-2').objects,
	service('shop', 'search'),
	service('shop', 'currency'),
	service('pay', 'ledger'),
	...['gateway', 'reports', 'fraud'].map(name => service('pay', name)),
	...['web', 'mobile', 'catalog'].map(name => service('web', name)),
	service('ops', 'backup'),
];

/** Every kind that perch knows, as far as its objects are here. */
export const served: Readonly<Record<string, readonly string[]>> = {
	...servedToAll,
	'daemonsets.apps': ['v1'],
	'canaries.flagger.app': ['v1beta1'],
	'destinationrules.networking.istio.io': ['v1'],
};

export function service(namespace: string, name: string): RawObject {
	const metadata = {name, namespace, uid: `uid-of-${namespace}-${name}`, resourceVersion: '1'};
	return {apiVersion: 'v1', kind: 'Service', metadata, spec: {selector: {app: name}}};
}

/** A pause with an end, so that something moves by itself. */
function pausedForHalfAnHour(object: RawObject): RawObject {
	if (object.kind !== 'Rollout') return object;
	return withValue(object, ['spec', 'strategy', 'canary', 'steps', 1, 'pause'], {duration: '30m'});
}
