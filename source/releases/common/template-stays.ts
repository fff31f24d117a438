import type {Metadata} from '../../domain/cluster/kube-object.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';

/**
 * The caveat that a way back leaves the new template at its source, and what starts it again. `holder`: `spec`,
 * `the Deployment's spec`.
 */
export function templateStays(metadata: Metadata, tag: SafeText, holder: SafeText): SafeText {
	switch (managedBy(metadata)) {
		case 'Argo CD':
		case 'Flux':
			return safe`Git still has ${tag}: the next commit starts it again`;
		case 'Helm':
			return safe`the Helm release still has ${tag}: the next upgrade starts it again`;
		case null:
			return safe`${holder} still says ${tag}: the next sync or edit starts it again`;
	}
}

/** The tool that applies this object from elsewhere, as far as the object itself tells; null if it tells nothing. */
function managedBy(metadata: Metadata): 'Argo CD' | 'Flux' | 'Helm' | null {
	if (metadata.annotations['argocd.argoproj.io/tracking-id'] !== undefined) return 'Argo CD';
	const labels = Object.keys(metadata.labels);
	if (labels.some(key => /^(kustomize|helm)\.toolkit\.fluxcd\.io\//.test(key))) return 'Flux';
	if (metadata.annotations['meta.helm.sh/release-name'] !== undefined) return 'Helm';
	return null;
}
