import type {AnchorKey} from '../../../domain/cluster/keys.ts';
import type {KindId} from '../../../domain/cluster/kube-object.ts';
import {isSameService, type NamedService} from '../../../domain/cluster/service-host.ts';
import type {Release} from '../../../domain/release/release.ts';
import {ident, line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Ejection} from '../../../meshes/contract.ts';
import type {PolicyStatement, Reading} from '../../../policies/contract.ts';
import {isServed} from '../../interest/companions.ts';
import {servicesOfRow} from '../../lists/visible.ts';
import {ejectionsOf} from '../../questions/ejections.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import {type EngineContext, kindById} from '../../world/context.ts';

/** One concept of how the calls of a service are treated: `balancer  least request`. */
export interface PolicyLine {
	readonly label: SafeText;
	readonly text: SafeText;
	readonly tone: PolicyStatement['tone'];
}

/** The key of the place that is open, and the Services of its row. */
interface OpenService {
	readonly anchor: AnchorKey;
	readonly services: readonly NamedService[];
}

/** The most urgent line comes first; one quiet line where nothing is set. Empty until the objects are read. */
export function policyLines(
	context: EngineContext,
	state: State,
	{anchor, services}: OpenService,
	release: Release | null,
): readonly PolicyLine[] {
	return context.derive.remember(state, `policy of ${anchor}`, () => {
		const snapshot = context.derive.snapshot(state);
		const reading = (kindId: KindId, namespace: string) => readingOf(context, state, kindId, namespace);
		const statements = context.policyReaders.flatMap(reader => reader.policyOf({services, snapshot, reading}));
		const set = withEjections(context, state, anchor, release, statements);
		const unread = unreadLine(context, services, reading);
		if (set.some(({isDefault}) => !isDefault) || unread.length > 0) {
			const lines = set.toSorted((one, other) => orderOf(one) - orderOf(other));
			return [...lines.map(({concept, text, tone}) => ({label: line(concept), text, tone})), ...unread];
		}
		if (isReading(context, services, reading)) return [];
		const defaults = ['defaults', ...set.map(({concept, text}) => `${concept} ${text}`)];
		return [{label: safe`policy`, text: line(defaults.join(' · ')), tone: 'quiet'}];
	});
}

/** What falsifies the judgement of a release: requests that fail on purpose or for other reasons than its
 * versions, and callers that eject its canary, which then gets less than its weight. */
export function policyContradictions(context: EngineContext, state: State, release: Release): readonly SafeText[] {
	const {key} = release;
	const lines = policyLines(context, state, {anchor: key, services: servicesOfRow(context, state, key)}, release);
	const failing = lines.filter(({tone}) => tone === 'critical').map(({label, text}) => safe`${label}: ${text}`);
	const ejected = canaryEjection(context, state, key, release);
	return ejected === null ? failing : [...failing, ejected];
}

/** Null where ejections are not measured, or where callers send to all of the canary. */
function canaryEjection(context: EngineContext, state: State, anchor: AnchorKey, release: Release): SafeText | null {
	const canary = release.revisions.find(({key}) => key === release.canary);
	const ejected = currentEjections(state, anchor).filter(ejection => isOfCanary(context, state, ejection, release));
	const count = Math.max(0, ...ejected.map(one => one.ejected));
	if (!canary || count === 0) return null;
	const of = canary.pods.ready === 'unknown' ? safe`` : safe` of ${canary.pods.ready}`;
	return safe`${count}${of} canary pods EJECTED NOW by outlier detection of a caller`;
}

/** Defaults come last. */
function orderOf({tone, isDefault}: PolicyStatement): number {
	return isDefault ? Object.keys(toneOrder).length : toneOrder[tone];
}

const toneOrder = {critical: 0, warning: 1, text: 2, quiet: 3} as const satisfies Record<PolicyLine['tone'], number>;
/** An ejection counts as current for this long: while up to three questions go unanswered. */
const ejectionsStandMs = 30_000;

function currentEjections(state: State, anchor: AnchorKey): readonly Ejection[] {
	const ejections = ejectionsOf(state.metrics, anchor);
	if (!ejections || serverTime(state) - ejections.atMs > ejectionsStandMs) return [];
	return ejections.value;
}

function withEjections(
	context: EngineContext,
	state: State,
	anchor: AnchorKey,
	release: Release | null,
	statements: readonly PolicyStatement[],
): readonly PolicyStatement[] {
	const current = currentEjections(state, anchor);
	const out = current.filter(({ejected}) => ejected > 0);
	const ofCanary = release && canaryEjection(context, state, anchor, release);
	const now =
		ofCanary ?? (out.length === 0 ? null : safe`${line(out.map(ejectionText).join(', '))} EJECTED NOW by a caller`);
	if (now === null) {
		// No figure is not zero: where ejections are not scraped, their number is unknown.
		const isMissing = ejectionsOf(state.metrics, anchor) !== null && current.length === 0;
		return statements.map(one =>
			one.concept === 'outliers' && isMissing ? {...one, text: safe`${one.text} · ejections are not measured`} : one,
		);
	}
	const others = statements.filter(({concept}) => concept !== 'outliers');
	const rules = statements.filter(({concept}) => concept === 'outliers').map(({text}) => text);
	return [{concept: 'outliers', text: line([now, ...rules].join(' · ')), tone: 'warning'}, ...others];
}

function ejectionText({service, subset, ejected}: Ejection): SafeText {
	return safe`${ejected} of ${subset ?? ident(service.name)}`;
}

function isOfCanary(context: EngineContext, state: State, {service, subset}: Ejection, release: Release): boolean {
	const canary = release.revisions.find(({key}) => key === release.canary);
	if (!canary) return false;
	if (subset === null) {
		return release.services.canary.some(claimed => isSameService(claimed, service));
	}
	const snapshot = context.derive.snapshot(state);
	const labels = context.policyReaders.flatMap(reader =>
		Object.values(reader.subsetLabels?.(service, subset, snapshot) ?? {}),
	);
	// Compare with the pods' hash or version, by which the revision is known.
	return labels.some(value => value === canary.hash);
}

function readingOf(context: EngineContext, state: State, kindId: KindId, namespace: string): Reading {
	const kind = kindById(context, kindId);
	if (!state.cluster.inventory) return 'reading';
	if (!kind || !isServed(state, kind)) return 'unserved';
	const watches = Object.values(state.cluster.watches).filter(
		({request}) => request.kind.id === kindId && (request.namespace ?? namespace) === namespace,
	);
	// Objects that a failing watch still holds were read; the screen calls them old elsewhere.
	if (watches.some(({status, objects}) => status === 'live' || objects.size > 0)) return 'read';
	if (watches.some(({status}) => status === 'listing')) return 'reading';
	return watches.some(({status}) => status === 'absent') ? 'unserved' : 'unread';
}

/** Leaves out optional kinds: the reader of such a kind tells itself that it is not read. */
function unreadLine(
	context: EngineContext,
	services: readonly NamedService[],
	reading: (kindId: KindId, namespace: string) => Reading,
): readonly PolicyLine[] {
	const unread = kindsWith('unread', context, services, reading);
	if (unread.length === 0) return [];
	return [
		{label: safe`policy`, text: safe`not known, as these are not read: ${line(unread.join(', '))}`, tone: 'text'},
	];
}

function isReading(
	context: EngineContext,
	services: readonly NamedService[],
	reading: (kindId: KindId, namespace: string) => Reading,
): boolean {
	return kindsWith('reading', context, services, reading).length > 0;
}

function kindsWith(
	wanted: Reading,
	{policyReaders}: EngineContext,
	services: readonly NamedService[],
	reading: (kindId: KindId, namespace: string) => Reading,
): readonly string[] {
	const kinds = policyReaders.flatMap(reader => reader.kinds).filter(({isOptional}) => !isOptional);
	const namespaces = new Set(services.map(({namespace}) => namespace));
	const found = kinds.filter(({id}) => [...namespaces].some(namespace => reading(id, namespace) === wanted));
	return [...new Set(found.map(({kind}) => kind))];
}
