import type {Snapshot} from '../domain/cluster/kube-object.ts';
import {ident, type SafeText, safe} from '../domain/text/safe-text.ts';
import {formatDuration, parseDurationMs} from '../domain/time.ts';
import {HELM_RELEASES, KUSTOMIZATIONS} from '../kinds/gitops/flux-objects.ts';
import type {Owner} from './owner.ts';
import {annotationOf, isWriterOf, labelOf, type TouchedObject} from './touched-object.ts';

/**
 * The Flux Kustomization that owns the object. Flux applies the object server-side again at every interval and
 * takes its fields back.
 */
export function kustomizationOwner(touched: TouchedObject, snapshot: Snapshot): Owner | null {
	const {object} = touched;
	const place = placeOf(touched, 'kustomize.toolkit.fluxcd.io');
	if (!place) return null;
	const name = safe`Flux kustomization ${ident(place.namespace)}/${ident(place.name)}`;
	if (touched.subresource === 'status') return {name, will: leavesStatus, undoes: 'no'};
	if (annotationOf(object, 'kustomize.toolkit.fluxcd.io/reconcile') === 'disabled') {
		return {name, will: safe`leaves it alone: its annotation says reconcile: disabled`, undoes: 'no'};
	}
	const ssa = annotationOf(object, 'kustomize.toolkit.fluxcd.io/ssa');
	if (ssa === 'Ignore' || ssa === 'IfNotPresent') {
		return {name, will: safe`leaves it alone: its annotation says ssa: ${ident(ssa)}`, undoes: 'no'};
	}
	if (isWriterOf(object, manager => manager === 'kustomize-controller', touched.pointers) === 'no') {
		return {name, will: safe`leaves it alone: Git does not name this field`, undoes: 'no'};
	}
	const found = snapshot.get(KUSTOMIZATIONS, place.namespace, place.name);
	if (!found) return {name, will: safe`puts it back at its next interval, which perch may not read`, undoes: 'unknown'};
	if (found.isSuspended) return {name, will: safe`leaves it alone while it is suspended`, undoes: 'no'};
	return {name, will: safe`puts it back within ${intervalText(found.interval)}`, undoes: 'soon'};
}

/** The Helm release that owns the object. Flux compares the object with the chart only if drift detection is on. */
export function helmOwner(touched: TouchedObject, snapshot: Snapshot): Owner | null {
	const {object} = touched;
	const place = placeOf(touched, 'helm.toolkit.fluxcd.io');
	if (place) {
		const name = safe`Flux helm release ${ident(place.namespace)}/${ident(place.name)}`;
		if (touched.subresource === 'status') return {name, will: leavesStatus, undoes: 'no'};
		if (annotationOf(object, 'helm.toolkit.fluxcd.io/driftDetection') === 'disabled') {
			return {name, will: safe`leaves it alone: its annotation switches drift detection off`, undoes: 'later'};
		}
		const found = snapshot.get(HELM_RELEASES, place.namespace, place.name);
		if (!found)
			return {name, will: safe`puts it back at its next upgrade, or sooner: perch may not read it`, undoes: 'unknown'};
		if (found.driftDetection === 'enabled' && !found.isSuspended) {
			return {
				name,
				will: safe`puts it back within ${intervalText(found.interval)}: drift detection is on`,
				undoes: 'soon',
			};
		}
		return {name, will: atUpgrade, undoes: 'later'};
	}
	const release = annotationOf(object, 'meta.helm.sh/release-name');
	if (release === null) return null;
	const name = safe`Helm release ${ident(release)}`;
	return touched.subresource === 'status'
		? {name, will: leavesStatus, undoes: 'no'}
		: {name, will: atUpgrade, undoes: 'later'};
}

const leavesStatus = safe`leaves it alone: a status is not applied from Git`;
const atUpgrade = safe`puts the chart's value back at the next upgrade`;

function placeOf({object}: TouchedObject, group: string): {readonly name: string; readonly namespace: string} | null {
	const name = labelOf(object, `${group}/name`);
	const namespace = labelOf(object, `${group}/namespace`);
	return name === null || namespace === null ? null : {name, namespace};
}

function intervalText(interval: SafeText | null): SafeText {
	const durationMs = parseDurationMs(interval);
	return durationMs === null ? safe`its interval` : ident(formatDuration(durationMs));
}
