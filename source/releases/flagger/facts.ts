import type {Fact} from '../../domain/release/release.ts';
import {ident, line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {templateTag} from '../common/revision-of.ts';
import {gatesAhead, unreachable} from './gates.ts';
import type {CanaryRoute} from './route.ts';
import {canaryPodsOf, isUnseen, phaseText, type Situation, strategyOf} from './situation.ts';
import {previousSet, revisionOf} from './workload.ts';

type FactLabel =
	| 'phase'
	| 'held by hand'
	| 'analysis skipped'
	| 'template'
	| 'target revision'
	| 'applied'
	| 'promoted'
	| 'route'
	| 'route in'
	| 'failed checks'
	| 'iterations'
	| 'canary pods'
	| 'gate'
	| 'gate in'
	| 'target'
	| 'primary before';

/** The facts that the operator decides on. Times are left out: they change at every tick of Flagger. */
export function factsOf(situation: Situation): readonly Fact[] {
	const {canary, target, route, primary} = situation;
	const {status, analysis} = canary;
	const gates = gatesAhead(canary);
	const closed = unreachable(gates);
	const before = primary && previousSet(primary);
	const tag = target && templateTag(target.template, null);
	const facts: readonly (readonly [FactLabel, SafeText | null])[] = [
		['phase', phaseText(canary)],
		['held by hand', yesNo(canary.isSuspended)],
		['analysis skipped', yesNo(canary.skipsAnalysis)],
		['template', safe`${tag ?? safe`unknown`}, ${isUnseen(situation) ? safe`not seen` : safe`seen`}`],
		['target revision', target && revisionOf(target)],
		['applied', status.lastAppliedSpec ?? safe`none`],
		['promoted', status.lastPromotedSpec ?? safe`none`],
		['route', route === null ? null : safe`${sharesText(route)}${matched(situation)}`],
		['route in', route === null ? null : ident(`${route.ref.kindId}/${route.ref.name}`)],
		['failed checks', safe`${status.failedChecks} of ${analysis.threshold}`],
		['iterations', strategyOf(canary) === 'canary' ? null : safe`${status.iterations}`],
		// Only whether the pods are ready: an autoscaler keeps changing their number.
		['canary pods', ident(canaryPodsOf(situation))],
		['gate', gates.length === 0 ? null : line(gates.map(({name, type}) => `${name} (${type})`).join(', '))],
		['gate in', gates.length === 0 ? null : (closed ?? line(gateServices(situation).join(' ')))],
		['target', safe`${canary.target.kind}/${canary.target.name}`],
		['primary before', before?.metadata.name ?? null],
	];
	return facts.flatMap(([label, value]) => (value === null ? [] : [{label: ident(label), value}]));
}

/** One share if all rules agree; else the share of each rule. */
function sharesText({rules}: CanaryRoute): SafeText {
	const shares = [...new Set(rules.map(({percent}) => `${percent}%`))];
	return line((shares.length === 1 ? shares : rules.map(({percent}) => `${percent}%`)).join(', '));
}

function matched({canary}: Situation): SafeText {
	return strategyOf(canary) === 'abTest' ? safe` of the requests that match` : safe``;
}

function gateServices({canary}: Situation): readonly string[] {
	return gatesAhead(canary).flatMap(({reach}) => (reach.kind === 'service' ? [reach.label] : []));
}

function yesNo(isSo: boolean): SafeText {
	return isSo ? safe`yes` : safe`no`;
}
