import type {Json, RawObject} from '../../../source/domain/cluster/kube-object.ts';
import type {Plan} from '../../../source/domain/release/plan.ts';
import type {Release} from '../../../source/domain/release/release.ts';
import {rawAt} from '../../../source/releases/common/raw.ts';
import {isOf, listAt, textAt} from './raw-fields.ts';

/* What raw objects say of traffic, counted apart from the code that the product reads them with. */

type Objects = readonly RawObject[];

/** The share, in percent, that the plan leads away from: of every other revision, or of the one that it takes out. */
export function carriedByOthers(release: Release, {to, headline}: Plan, objects: Objects): number | null {
	const own = objects.find(one => isOf(one, release.namespace, release.name) && one.kind === 'Deployment');
	const route = objects.find(one => isOf(one, release.namespace, release.name) && isKindOf(release, one));
	const lists = route ? entriesOf(route) : [];
	const [, takenOut] = headline.split('NOTHING TO ');
	if (takenOut !== undefined) return Math.max(...lists.map(list => shareIn(list, takenOut)));
	if (lists.length > 0) return 100 - Math.min(...lists.map(list => shareIn(list, `${to}`.split('@')[1] ?? '')));
	if (release.backend !== 'deployment') return release.stable === to ? greatestShare(release, objects) : 100;
	const holder = release.revisions.find(({key}) => key === to)?.holder;
	return own ? shareOfPods(setsOf(own, objects), one => textAt(one, 'metadata', 'name') !== holder) : null;
}

/** The number of versions that these objects send requests to. */
export function serving(release: Release, objects: Objects): number {
	const own = objects.find(one => isOf(one, release.namespace, release.name) && isKindOf(release, one));
	if (own?.kind === 'Deployment') return setsOf(own, objects).filter(one => readyOf(one) > 0).length || 1;
	const lists = own ? entriesOf(own) : [];
	if (lists.length > 0) {
		const served = lists.flatMap(list => list.filter(one => weightOf(one, list) > 0).map(one => namesOf(one).join()));
		return new Set(served).size;
	}
	return (greatestShare(release, objects) ?? 0) === 0 ? 1 : 2;
}

function setsOf(owner: RawObject, objects: Objects): Objects {
	const uid = textAt(owner, 'metadata', 'uid');
	return objects.filter(
		one => one.kind === 'ReplicaSet' && textAt(one, 'metadata', 'ownerReferences', 0, 'uid') === uid,
	);
}

function shareOfPods(sets: Objects, isOther: (set: RawObject) => boolean): number | null {
	const ready = (some: Objects) => some.reduce((sum, one) => sum + readyOf(one), 0);
	return ready(sets) === 0 ? null : (100 * ready(sets.filter(isOther))) / ready(sets);
}

function readyOf(set: RawObject): number {
	return Number(rawAt(set, 'status', 'readyReplicas') ?? 0);
}

/** The largest share, in percent, that an entry sends to pods other than stable's; null where no route is its own. */
export function greatestShare(release: Release, objects: Objects): number | null {
	const {namespace, name, canary} = release;
	const own = objects.find(one => isOf(one, namespace, name) && isKindOf(release, one));
	if (!own) return null;
	if (own.kind === 'Rollout') return rolloutShare(own, objects);
	if (own.kind === 'Canary') {
		const apex = textAt(own, 'spec', 'service', 'name') ?? textAt(own, 'spec', 'targetRef', 'name') ?? name;
		return largest(
			objects.filter(one => isOf(one, namespace, apex)),
			`${apex}-canary`,
		);
	}
	const destination = canary?.split('@')[1];
	return destination === undefined ? null : largest([own], destination);
}

function isKindOf({ref}: Release, {kind}: RawObject): boolean {
	return ref.kindId.startsWith(`${kind}`.toLowerCase());
}

function rolloutShare(rollout: RawObject, objects: Objects): number | null {
	const stable = textAt(rollout, 'status', 'stableRS');
	const namespace = textAt(rollout, 'metadata', 'namespace') ?? '';
	const hashOf = (service: Json | undefined) => {
		const found = objects.find(one => one.kind === 'Service' && isOf(one, namespace, String(service)));
		return textAt(found, 'spec', 'selector', 'rollouts-pod-template-hash');
	};
	const active = rawAt(rollout, 'spec', 'strategy', 'blueGreen', 'activeService');
	if (active !== undefined) return hashOf(active) === stable ? 0 : 100;
	const service = rawAt(rollout, 'spec', 'strategy', 'canary', 'canaryService');
	if (service === undefined) {
		const sets = objects.filter(({kind}) => kind === 'ReplicaSet');
		return shareOfPods(sets, one => textAt(one, 'metadata', 'labels', 'rollouts-pod-template-hash') !== stable);
	}
	return hashOf(service) === stable ? 0 : largest(objects, String(service));
}

function largest(routes: Objects, destination: string): number | null {
	const lists = routes.flatMap(entriesOf).filter(list => list.some(one => namesOf(one).includes(destination)));
	return lists.length === 0 ? null : Math.max(...lists.map(list => shareIn(list, destination)));
}

/** In percent; 0 where the list sends nothing anywhere. */
function shareIn(list: readonly Json[], destination: string): number {
	const weight = (some: readonly Json[]) => some.reduce<number>((sum, one) => sum + weightOf(one, list), 0);
	const its = list.filter(one => namesOf(one).includes(destination));
	return weight(list) === 0 ? 0 : (100 * weight(its)) / weight(list);
}

/** The lists of destinations of a route, whatever its kind. */
function entriesOf(route: RawObject): readonly (readonly Json[])[] {
	const lists = [
		...['http', 'tls', 'tcp'].flatMap(protocol => listAt(route, 'spec', protocol).map(entry => listAt(entry, 'route'))),
		...listAt(route, 'spec', 'rules').map(rule => listAt(rule, 'backendRefs')),
		listAt(route, 'spec', 'backends'),
	];
	return lists.filter(list => list.length > 0);
}

function weightOf(destination: Json, list: readonly Json[]): number {
	const written = rawAt(destination, 'weight');
	if (written !== undefined) return Number(written);
	// Without a weight the Gateway API takes 1, and Istio sends everything to a single destination.
	return rawAt(destination, 'name') !== undefined || list.length === 1 ? 1 : 0;
}

function namesOf(destination: Json): readonly string[] {
	const host =
		textAt(destination, 'destination', 'host') ?? textAt(destination, 'service') ?? textAt(destination, 'name');
	return [host?.split('.')[0] ?? '', textAt(destination, 'destination', 'subset') ?? ''];
}
