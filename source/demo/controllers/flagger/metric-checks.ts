import type {CanaryMetric} from './canary-types.ts';
import {fullName, type Tick, targetName, warn} from './tick.ts';

/** Whether all built-in metrics of the canary are within their thresholds; an Event names the first that is not. */
export function passesMetrics(tick: Tick): boolean {
	return (tick.canary.spec.analysis.metrics ?? []).every(metric => passes(tick, metric));
}

function passes(tick: Tick, metric: CanaryMetric): boolean {
	const {canary} = tick;
	const value = tick.measure(canary, metric);
	if (value === undefined) {
		const because = `probably ${targetName(canary)} is not receiving traffic: no values found`;
		warn(tick, `Halt advancement no values found for istio metric ${metric.name} ${because}`);
		return false;
	}
	const {min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY} = metric.thresholdRange ?? {};
	if (value >= min && value <= max) return true;
	const text = value < min ? `${valueText(metric, value)} < ${limitText(metric, min)}` : undefined;
	const halt = `Halt ${fullName(canary)} advancement`;
	warn(tick, `${halt} ${title(metric)} ${text ?? `${valueText(metric, value)} > ${limitText(metric, max)}`}`);
	return false;
}

const title = ({name}: CanaryMetric): string =>
	({'request-success-rate': 'success rate', 'request-duration': 'request duration'})[name] ?? name;

function valueText({name}: CanaryMetric, value: number): string {
	if (name === 'request-duration') return goDuration(value);
	return name === 'request-success-rate' ? `${value.toFixed(2)}%` : value.toFixed(2);
}

function limitText({name}: CanaryMetric, limit: number): string {
	if (name === 'request-duration') return goDuration(limit);
	return name === 'request-success-rate' ? `${limit}%` : `${limit}`;
}

/** Milliseconds as Go prints a duration below a minute. */
function goDuration(ms: number): string {
	return ms < 1000 ? `${ms}ms` : `${ms / 1000}s`;
}
