import type {AnchorKey} from '../domain/cluster/keys.ts';
import type {Labels} from '../domain/cluster/kube-object.ts';
import type {ConfiguredNames} from '../domain/settings/configuration-blocks.ts';
import type {AnchorRelease} from './anchor-parts.ts';

/** What a row is configured by. */
export interface ConfiguredRow extends ConfiguredNames {
	/** Of the object of each release behind it. */
	readonly annotations: readonly Labels[];
}

interface RowPlace {
	readonly key: AnchorKey;
	readonly releases: readonly Pick<AnchorRelease, 'key' | 'namespace' | 'name' | 'services' | 'judgeAnnotations'>[];
}

/** `name`: of the Service or workload whose row it is, in that namespace; a release's own row is configured by the
 * release's names. */
export function configuredRow({key, releases}: RowPlace, namespace: string, name: string): ConfiguredRow {
	const annotations = releases.flatMap(({judgeAnnotations}) => (judgeAnnotations ? [judgeAnnotations] : []));
	const [release, ...others] = releases;
	if (release && key === release.key) return {...configuredNames(release), annotations};
	// Of several releases behind one Service none can speak for it.
	const names = release && others.length === 0 ? configuredNames(release).names : [];
	return {namespace, names: [...new Set([...names, name])], annotations};
}

/** The release's own name, and the Services of its namespace that callers use. */
export function configuredNames({
	namespace,
	name,
	services,
}: Pick<AnchorRelease, 'namespace' | 'name' | 'services'>): ConfiguredNames {
	const ofServices = services.apex.filter(service => service.namespace === namespace).map(service => service.name);
	return {namespace, names: [...new Set([name, ...ofServices])]};
}
