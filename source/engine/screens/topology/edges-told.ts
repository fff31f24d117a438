import type {MeshId} from '../../../domain/signals/mesh-id.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {formatAge, formatDuration} from '../../../domain/time.ts';
import {saysWhatToSet} from '../../evidence/freshness.ts';
import {type EdgesTold, edgesError, edgesEveryMs, edgesOf} from '../../questions/edges.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import type {Around} from './topology-place.ts';

/** How old the edges are and who tells them, or why there are none. */
export interface ToldView {
	readonly text: SafeText;
	readonly tone: 'quiet' | 'warning';
	/** The edges are too old to be those of now, or could not be read again. */
	readonly isOld: boolean;
}

/** Two answers in a row have not come. */
const oldMs = 2 * edgesEveryMs;

export function edgesToldOf(context: EngineContext, state: State, {centre, edges}: Around): ToldView {
	const {source, connectError} = state.metrics;
	const told = edgesOf(state.metrics, null);
	const error = edgesError(state.metrics);
	if (!source) {
		if (!connectError) return quiet(safe`waiting for Prometheus …`);
		const because = connectError.message;
		return saysWhatToSet(connectError)
			? warning(safe`who calls whom is not known: ${because}`)
			: warning(safe`who calls whom cannot be read: ${because}`);
	}
	if (!told)
		return error
			? warning(safe`who calls whom cannot be read: ${error.message}`)
			: quiet(safe`reading who calls whom …`);
	const silent = silentText(context, source.meshes, told.meshes);
	if (told.atMs === null) return warning(silent ?? safe`no mesh tells who calls whom`);
	const ageMs = serverTime(state) - told.atMs;
	const age = ident(formatAge(ageMs));
	if (error || ageMs > oldMs) {
		const because = error ? safe`: ${error.message}` : safe``;
		return {text: safe`⚠ who calls whom is ${age} old${because}`, tone: 'warning', isOld: true};
	}
	const by = edges?.into.get(centre)?.mesh ?? null;
	const name = by === null ? safe`` : safe` · callers by ${titleOf(context, by)}`;
	const over = edgesWindowSeconds(context, told);
	const window = over > told.windowSeconds ? safe` over ${durationText(over)}` : safe``;
	const others = silent === null ? safe`` : safe` · ${silent}`;
	return quiet(safe`edges ${age} old${window}${name}${others}`);
}

/** Over what time edges are counted, the longest of those who tell any. */
export function edgesWindowSeconds({meshes}: EngineContext, {meshes: telling, windowSeconds}: EdgesTold): number {
	const least = meshes.flatMap(({id, leastEdgesWindowSeconds = 0}) =>
		telling.includes(id) ? [leastEdgesWindowSeconds] : [],
	);
	return Math.max(windowSeconds, ...least);
}

export function durationText(seconds: number): SafeText {
	return ident(formatDuration(seconds * 1000));
}

/** `ingress-nginx does not tell who calls`; null where every measured mesh tells. */
function silentText(context: EngineContext, measured: readonly MeshId[], telling: readonly MeshId[]): SafeText | null {
	const silent = measured.filter(mesh => !telling.includes(mesh));
	const texts = silent.map(mesh => limitOf(context, mesh) ?? safe`${titleOf(context, mesh)} does not tell who calls`);
	const [first, ...others] = texts;
	return first === undefined ? null : others.reduce((text, one) => safe`${text}; ${one}`, first);
}

function limitOf({meshes}: EngineContext, mesh: MeshId): SafeText | null {
	const limits = meshes.find(({id}) => id === mesh)?.limits ?? [];
	return limits.find(({code}) => code === 'callers')?.text ?? null;
}

function titleOf({meshes}: EngineContext, mesh: MeshId): SafeText {
	return meshes.find(({id}) => id === mesh)?.title ?? ident(mesh);
}

function quiet(text: SafeText): ToldView {
	return {text, tone: 'quiet', isOld: false};
}

function warning(text: SafeText): ToldView {
	return {text: safe`⚠ ${text}`, tone: 'warning', isOld: false};
}
