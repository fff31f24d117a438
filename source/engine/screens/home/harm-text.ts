import type {AnchorKey} from '../../../domain/cluster/keys.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {histogramQuantile} from '../../../statistics/histogram.ts';
import type {TrafficFigures} from '../../../traffic/row-traffic.ts';
import type {Harm} from '../../evidence/harm/harm.ts';
import {usualRatios} from '../../evidence/harm/usual.ts';
import {measurement} from '../../evidence/row-figures.ts';
import {decimal, milliseconds, percentOf} from '../../evidence/text/figures.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {connectionsText} from '../release/connections-text.ts';
import {staleText} from '../release/outlook.ts';
import {requestsUnknown} from '../uncounted.ts';

/** `6.8 % of its requests fail, usually 0.05 %: ~430 more a minute`. Says what is measured, never that all
 * is well. */
export function measuredText(context: EngineContext, state: State, key: AnchorKey, harm: Harm | null): SafeText {
	const measured = measurement(state);
	const total = context.derive.traffic(state)?.rows.get(key)?.total;
	if (!measured) return safe`not measured yet`;
	if (!total) return uncountedText(context, state, key);
	if (total.requestsPerSecond === 0) return safe`no requests reach it now`;
	const ratio = total.errorsPerSecond / total.requestsPerSecond;
	const fails = safe`${staleText(state)}${percentOf(ratio)} of its requests fail${usualText(context, state, key)}`;
	if (!harm) return fails;
	if (harm.kind === 'slow') return harm.against === 'past' ? slowText(state, total, harm.usualP95Ms) : fails;
	return harm.against === 'nothing'
		? safe`${fails}: ~${decimal(harm.extraPerMinute)} a minute`
		: safe`${fails}: ~${decimal(harm.extraPerMinute)} more a minute`;
}

/** Of a row whose requests nobody counts. */
function uncountedText(context: EngineContext, state: State, key: AnchorKey): SafeText {
	const connections = connectionsText(context, state, key);
	if (connections) return connections;
	return requestsUnknown(context, state) ? safe`its requests are not counted` : safe`the metrics have no series of it`;
}

function slowText(state: State, {buckets}: TrafficFigures, usualP95Ms: number): SafeText {
	const now = buckets === null ? null : histogramQuantile(buckets, 0.95);
	const usually = safe`, usually ${milliseconds(usualP95Ms)}`;
	if (now?.kind === 'value') return safe`${staleText(state)}its p95 is ${milliseconds(now.valueMs)}${usually}`;
	if (now?.kind === 'aboveLastBound')
		return safe`${staleText(state)}its p95 is ≥${milliseconds(now.boundMs)}${usually}`;
	return safe`${staleText(state)}it is slow`;
}

function usualText(context: EngineContext, state: State, key: AnchorKey): SafeText {
	const usual = usualRatios(context, state).get(key);
	return usual === undefined ? safe` (its past is not known)` : safe`, usually ${percentOf(usual)}`;
}
