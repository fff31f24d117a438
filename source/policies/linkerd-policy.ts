import type {Snapshot} from '../domain/cluster/kube-object.ts';
import type {NamedService} from '../domain/cluster/service-host.ts';
import {line, type SafeText, safe} from '../domain/text/safe-text.ts';
import {SERVICES} from '../kinds/service.ts';
import {SERVICE_PROFILES, type ServiceProfileObject} from '../kinds/service-profile.ts';
import type {PolicyReader, PolicyStatement} from './contract.ts';

/** Linkerd's ServiceProfiles, and its annotations on Services. A profile overrides the annotations. */
export const linkerdPolicy: PolicyReader = {
	id: 'linkerd',
	kinds: [SERVICES, SERVICE_PROFILES],
	policyOf: ({services, snapshot}) =>
		services.flatMap(service => {
			const profile = profileOf(service, snapshot);
			return [
				...(profile ? profileStatements(profile) : annotatedRoute(service, snapshot)),
				...breaker(service, snapshot),
			];
		}),
};

/** A profile is named after the full host, whatever the cluster's domain is; it may be in the callers' namespace. */
function profileOf({name, namespace}: NamedService, snapshot: Snapshot): ServiceProfileObject | undefined {
	const isIts = ({metadata}: ServiceProfileObject) => metadata.name.startsWith(`${name}.${namespace}.svc.`);
	return snapshot.list(SERVICE_PROFILES, namespace).find(isIts) ?? snapshot.list(SERVICE_PROFILES).find(isIts);
}

function profileStatements({routes, retryRatio}: ServiceProfileObject): readonly PolicyStatement[] {
	const texts = routes.flatMap(({name, timeout, isRetryable}) => {
		const parts = [timeout === null ? '' : `timeout ${timeout}`, isRetryable ? 'retried' : ''].filter(
			part => part !== '',
		);
		return parts.length === 0 ? [] : [safe`${line(parts.join(', '))} (${name ?? safe`a route`})`];
	});
	if (texts.length === 0) return [];
	const budget = retryRatio === null ? [] : [safe`at most ${Math.round(retryRatio * 100)} % of requests retried`];
	return [{concept: 'route', text: line([...texts, ...budget].join(' · ')), tone: 'text'}];
}

function annotatedRoute(service: NamedService, snapshot: Snapshot): readonly PolicyStatement[] {
	const of = annotationsOf(service, snapshot);
	const retried = [of('retry.linkerd.io/http'), of('retry.linkerd.io/grpc')].flatMap(on => on ?? []);
	const timeout = of('timeout.linkerd.io/request');
	const parts = [
		...(timeout ? [safe`timeout ${timeout}`] : []),
		// Linkerd's default limit applies if none is set.
		...(retried.length > 0
			? [safe`${of('retry.linkerd.io/limit') ?? safe`1`} retries on ${line(retried.join(','))}`]
			: []),
	];
	return parts.length === 0 ? [] : [{concept: 'route', text: line(parts.join(', ')), tone: 'text'}];
}

function breaker(service: NamedService, snapshot: Snapshot): readonly PolicyStatement[] {
	const of = annotationsOf(service, snapshot);
	if (of('balancer.linkerd.io/failure-accrual') !== 'consecutive') return [];
	const prefix = 'balancer.linkerd.io/failure-accrual-consecutive';
	const failures = of(`${prefix}-max-failures`) ?? safe`7`;
	const least = of(`${prefix}-min-penalty`) ?? safe`1s`;
	const most = of(`${prefix}-max-penalty`) ?? safe`1m`;
	return [
		{concept: 'outliers', text: safe`out after ${failures} failures in a row for ${least} to ${most}`, tone: 'quiet'},
	];
}

function annotationsOf({namespace, name}: NamedService, snapshot: Snapshot): (key: string) => SafeText | undefined {
	const annotations = snapshot.get(SERVICES, namespace, name)?.metadata.annotations ?? {};
	return key => annotations[key];
}
