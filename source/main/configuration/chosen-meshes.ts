import type {ConfigError, ConfigOutcome} from '../../adapters/system/config-file.ts';
import {err, ok, type Result} from '../../domain/result.ts';
import type {MeshId} from '../../domain/signals/mesh-id.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../../meshes/contract.ts';
import {withOwn} from '../../meshes/own/own.ts';
import {meshes} from '../../meshes/registry.ts';
import {ownMetrics} from './own-metrics.ts';

/** The meshes that perch may measure in a context, in the operator's order where there is one. */
export function chosenMeshes(
	named: readonly MeshId[] | null,
	config: Result<ConfigOutcome, ConfigError>,
	context: string,
): Result<readonly Mesh[], SafeText> {
	const own = ownMetrics(config, context);
	if (named === null) return ok(own ? withOwn(meshes, own) : meshes);
	// Of a file with mistakes nothing is known: the screen names them.
	if (named.includes('own') && !own && config.ok)
		return err(
			safe`the mesh "own" is what "metrics" of the configuration file describes, which has none for ${ident(context)}`,
		);
	const known: readonly Mesh[] = own ? [...meshes, own] : meshes;
	return ok(named.flatMap(wanted => known.filter(({id}) => id === wanted)));
}
