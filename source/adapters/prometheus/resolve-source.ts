import {err, ok, type Result} from '../../domain/result.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import type {PrometheusConfig} from '../system/config-schema.ts';
import {accessOf, noAccess, type PrometheusAccess} from './access.ts';
import {metricsError} from './failures.ts';

/** Where to find Prometheus: at the address that the operator named, or as a Service in the cluster. */
export type SourceChoice =
	| {readonly kind: 'url'; readonly url: string; readonly access: PrometheusAccess; readonly namedBy: SafeText}
	| {readonly kind: 'discover'};

export interface SourceSettings {
	/** `--prometheus` */
	readonly flag: string | undefined;
	/** `PERCH_PROMETHEUS` */
	readonly env: string | undefined;
	/** The context's own section of the config file. */
	readonly config: PrometheusConfig | undefined;
}

/** Takes the first that is set: flag, environment, config. An unusable address is an error; perch never
 * tries the next one. */
export function resolveSource({flag, env, config}: SourceSettings): Result<SourceChoice, MetricsError> {
	const named = [
		{url: flag, namedBy: safe`--prometheus`},
		{url: env, namedBy: safe`PERCH_PROMETHEUS`},
		{url: config?.url, namedBy: safe`the config file`},
	].find(({url}) => url !== undefined && url !== '');
	if (named?.url === undefined) return ok({kind: 'discover'});
	const {namedBy} = named;
	const problem = problemOf(named.url);
	if (problem) return err(metricsError('notConfigured', safe`${namedBy}: ${problem}`));
	return ok({kind: 'url', url: named.url, access: accessFor(named.url, config), namedBy});
}

/** Gives credentials only to the address that the config names beside them or, if it names none, to the
 * given address. */
function accessFor(url: string, config: PrometheusConfig | undefined): PrometheusAccess {
	if (!config) return noAccess;
	const isMeant = config.url === undefined || new URL(config.url).origin === new URL(url).origin;
	return isMeant ? accessOf(config) : noAccess;
}

// Never repeat the address: what makes it unusable may be a secret in it.
function problemOf(text: string): SafeText | null {
	if (!URL.canParse(text)) return safe`no URL`;
	const {protocol, username, password, search, hash} = new URL(text);
	if (protocol !== 'http:' && protocol !== 'https:') return safe`${ident(protocol)} is neither http: nor https:`;
	if (username !== '' || password !== '') {
		return safe`credentials in a URL are refused: write basic or bearerTokenFile in the config file`;
	}
	if (search === '' && hash === '') return null;
	return safe`what follows ${search === '' ? safe`#` : safe`?`} in the URL is refused, no question would carry it: end it with its path; prometheus.matchers chooses a cluster`;
}
