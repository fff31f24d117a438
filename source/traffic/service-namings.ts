import type {RevisionKey} from '../domain/cluster/keys.ts';
import {isSameService} from '../domain/cluster/service-host.ts';
import type {AnchorRelease, AnchorService} from './anchor-parts.ts';

/** A Service that a release names, and the version that it leads to; null where it leads to both. */
export interface Naming {
	readonly path: string;
	/** The Service is in the release's own namespace; this overrides a route in another namespace. */
	readonly isOwn: boolean;
	readonly release: AnchorRelease;
	readonly revision: RevisionKey | null;
}

/** The Services that a release names. */
export function namingsOf(release: AnchorRelease): readonly Naming[] {
	const {apex, stable, canary} = release.services;
	const services = new Map(
		[...apex, ...stable, ...canary].map(service => [pathOf(service.namespace, service.name), service] as const),
	);
	return Array.from(services, ([path, service]) => {
		const isStable = stable.some(other => isSameService(other, service));
		const isCanary = canary.some(other => isSameService(other, service));
		// A Service of both roles leads to both revisions, as the apex does.
		const revision = isStable === isCanary ? null : isStable ? release.stable : release.canary;
		return {path, isOwn: service.namespace === release.namespace, release, revision};
	});
}

/** The revision that the Service's selector names: before a canary exists, and after an abort, the canary's Service
 * leads to the stable pods. */
export function revisionBySelector(release: AnchorRelease, service: AnchorService | undefined): RevisionKey | null {
	const hash = service?.selector['rollouts-pod-template-hash'] ?? service?.selector['pod-template-hash'];
	if (hash === undefined) return null;
	return release.revisions.find(revision => revision.hash === hash)?.key ?? null;
}

export function pathOf(namespace: string, name: string): string {
	return `${namespace}/${name}`;
}
