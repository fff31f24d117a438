import {line, type SafeText, safe} from '../domain/text/safe-text.ts';
import type {ConnectionPool, LoadBalancer, OutlierDetection, PolicyParts} from '../kinds/traffic-policy.ts';
import type {PolicyStatement} from './contract.ts';

type Described = Pick<PolicyStatement, 'text' | 'tone'>;

/** Each part of a traffic policy in words; null when the policy does not set it. Left-out values are Istio's
 * defaults. */
export const partTexts = {
	balancer: ({loadBalancer}) => loadBalancer && quiet(balancerText(loadBalancer)),
	pool: ({connectionPool}) => connectionPool && quiet(poolText(connectionPool)),
	outliers: ({outlierDetection}) => outlierDetection && outlierText(outlierDetection),
	failover: ({loadBalancer, outlierDetection}) => loadBalancer && failoverText(loadBalancer, outlierDetection),
} as const satisfies Partial<Record<PolicyStatement['concept'], (parts: PolicyParts) => Described | null>>;

function balancerText({simple, consistentHash}: LoadBalancer): SafeText | null {
	if (consistentHash) {
		const {httpHeaderName, httpQueryParameterName, httpCookie, useSourceIp} = consistentHash;
		if (httpHeaderName !== null) return safe`by hash of header ${httpHeaderName}`;
		if (httpCookie) return safe`by hash of cookie ${httpCookie.name ?? safe`?`}`;
		if (httpQueryParameterName !== null) return safe`by hash of query ${httpQueryParameterName}`;
		return useSourceIp ? safe`by hash of the caller's address` : safe`by hash`;
	}
	if (simple === null || simple === 'UNSPECIFIED') return null;
	// `LEAST_CONN` is the old name of the same balancer.
	return simple === 'LEAST_CONN' ? safe`least request` : line(simple.toLowerCase().replaceAll('_', ' '));
}

function poolText({tcp, http}: ConnectionPool): SafeText | null {
	return joined([
		[tcp.maxConnections, safe`connections`],
		[http.http1MaxPendingRequests, safe`pending`],
		[http.http2MaxRequests, safe`requests at once`],
		[http.maxRequestsPerConnection, safe`requests/connection`],
		[http.maxRetries, safe`retries at once`],
		[tcp.connectTimeout, safe`to connect`],
		[http.idleTimeout ?? tcp.idleTimeout, safe`idle`],
	]);
}

function outlierText(outliers: OutlierDetection): Described | null {
	const after = joinedWith(safe` or `, [
		[serverErrors(outliers), safe`5xx`],
		[outliers.consecutiveGatewayErrors || null, safe`gateway errors`],
		[
			outliers.splitExternalLocalOriginErrors ? (outliers.consecutiveLocalOriginFailures ?? 5) || null : null,
			safe`failed connections`,
		],
	]);
	if (after === null) return {text: safe`set, though it never ejects: no error counts`, tone: 'warning'};
	const out = outliers.baseEjectionTime ?? safe`30s`;
	const most = outliers.maxEjectionPercent ?? 10;
	const panic = outliers.minHealthPercent ? safe`, none below ${outliers.minHealthPercent} % healthy` : safe``;
	return {text: safe`out after ${after} in a row for ${out}, at most ${most} %${panic}`, tone: 'quiet'};
}

/** 0 turns this detection off; without any value Istio uses 5. */
function serverErrors({consecutive5xxErrors, consecutiveErrors}: OutlierDetection): number | null {
	return (consecutive5xxErrors ?? consecutiveErrors ?? 5) || null;
}

function failoverText({localityLbSetting}: LoadBalancer, outliers: OutlierDetection | null): Described | null {
	if (!localityLbSetting) return null;
	const {enabled, distribute, failover, failoverPriority} = localityLbSetting;
	if (enabled === false) return {text: safe`off: no locality goes before another`, tone: 'quiet'};
	if (distribute.length > 0) return {text: safe`by locality, ${distribute.length} shares are set`, tone: 'quiet'};
	const ways = failover.map(({from, to}) => safe`${from ?? safe`?`} → ${to ?? safe`?`}`);
	const order = failoverPriority.flatMap(label => label ?? []);
	const text = line(
		ways.length > 0 ? ways.join(', ') : order.length > 0 ? `by ${order.join(', ')}` : 'to the nearest locality',
	);
	if (outliers !== null) return {text, tone: 'quiet'};
	return {text: safe`does nothing without outlier detection: ${text}`, tone: 'warning'};
}

function quiet(text: SafeText | null): Described | null {
	return text === null ? null : {text, tone: 'quiet'};
}

function joined(parts: readonly (readonly [number | SafeText | null, SafeText])[]): SafeText | null {
	return joinedWith(safe` · `, parts);
}

function joinedWith(
	between: SafeText,
	parts: readonly (readonly [number | SafeText | null, SafeText])[],
): SafeText | null {
	const texts = parts.flatMap(([value, of]) => (value === null ? [] : [safe`${value} ${of}`]));
	return texts.length === 0 ? null : line(texts.join(between));
}
