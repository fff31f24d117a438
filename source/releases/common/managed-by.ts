import type {Metadata} from '../../domain/kube-object.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';

/** Who applies this object from elsewhere, as far as the object itself tells; null when it tells nothing. */
export function managedBy(metadata: Metadata): 'Argo CD' | 'Flux' | 'Helm' | null {
	if (metadata.annotations['argocd.argoproj.io/tracking-id'] !== undefined) return 'Argo CD';
	const labels = Object.keys(metadata.labels);
	if (labels.some(key => /^(kustomize|helm)\.toolkit\.fluxcd\.io\//.test(key))) return 'Flux';
	if (metadata.annotations['meta.helm.sh/release-name'] !== undefined) return 'Helm';
	return null;
}

/** What comes after a return that leaves the new template where it was applied from. */
export function templateStays(metadata: Metadata, tag: SafeText, kind: SafeText): SafeText {
	switch (managedBy(metadata)) {
		case 'Argo CD':
		case 'Flux':
			return safe`Git still has ${tag}: the next commit starts it again`;
		case 'Helm':
			return safe`the Helm release still has ${tag}: the next upgrade starts it again`;
		case null:
			return safe`the ${kind}'s spec still names ${tag}`;
	}
}

/** What the owner will do to a change of this part of the object; null when no owner is known. */
export function reverted(metadata: Metadata, part: SafeText): SafeText | null {
	switch (managedBy(metadata)) {
		case 'Argo CD':
			return safe`Argo CD applies this object: it puts Git's ${part} back, within seconds if it heals itself`;
		case 'Flux':
			return safe`Flux applies this object: it puts Git's ${part} back at its next interval`;
		case 'Helm':
			return safe`Helm applies this object: its next upgrade puts the chart's ${part} back`;
		case null:
			return null;
	}
}

export function templateReverted(metadata: Metadata): SafeText | null {
	return reverted(metadata, safe`template`);
}
