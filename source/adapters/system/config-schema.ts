import * as v from 'valibot';
import {meshIds} from '../../domain/signals/mesh-id.ts';
import {anyGroup} from './any-group.ts';
import {failuresConfig} from './failures-schema.ts';
import {judgeConfig} from './judge-schema.ts';
import {metricsConfig} from './metrics-schema.ts';

/** The operator's own settings, as written in the file; file names in it are absolute once it is loaded. */
export type PerchConfig = v.InferOutput<typeof perchConfig>;
export type ContextConfig = v.InferOutput<typeof contextConfig>;
export type PrometheusConfig = v.InferOutput<typeof prometheusConfig>;

const text = v.pipe(v.string(), v.nonEmpty('must not be empty'));
const headerName = v.pipe(v.string(), v.regex(/^[\w!#$%&'*+.^`|~-]+$/, 'is no header name'));
const headerValue = v.pipe(v.string(), v.regex(/^[\t -~]*$/, 'must be printable ASCII on one line'));

const matcherLabel = v.pipe(
	text,
	v.check(label => label !== '__name__', 'is the name of a metric, and tells no clusters apart'),
);

const prometheusUrl = v.pipe(
	v.string(),
	v.check(isHttpUrl, 'must be an http:// or https:// URL'),
	v.check(url => !hasCredentials(url), 'must not hold credentials: use basic or bearerTokenFile'),
);

const basic = v.pipe(
	anyGroup,
	v.strictObject({username: text, password: v.exactOptional(text), passwordFile: v.exactOptional(text)}),
	v.check(
		({password, passwordFile}) => (password === undefined) !== (passwordFile === undefined),
		'needs password or passwordFile, and not both',
	),
);

const prometheusConfig = v.pipe(
	anyGroup,
	v.strictObject({
		url: v.exactOptional(prometheusUrl),
		bearerToken: v.exactOptional(v.pipe(headerValue, v.nonEmpty('must not be empty'))),
		bearerTokenFile: v.exactOptional(text),
		basic: v.exactOptional(basic),
		/** PEM files: the server's authority, and the client's own certificate and key. */
		caFile: v.exactOptional(text),
		certFile: v.exactOptional(text),
		keyFile: v.exactOptional(text),
		/** Sent as `X-Scope-OrgID`. */
		orgId: v.exactOptional(headerValue),
		headers: v.exactOptional(v.pipe(anyGroup, v.record(headerName, headerValue))),
		/** Labels that the series of this cluster have, where one Prometheus holds series of several clusters. */
		matchers: v.exactOptional(v.pipe(anyGroup, v.record(matcherLabel, v.string()))),
	}),
	v.check(
		({bearerToken, bearerTokenFile, basic: login}) =>
			[bearerToken, bearerTokenFile, login].filter(way => way !== undefined).length <= 1,
		'names more than one of bearerToken, bearerTokenFile and basic',
	),
	v.check(
		({certFile, keyFile}) => (certFile === undefined) === (keyFile === undefined),
		'needs certFile and keyFile together',
	),
);

const namespaces = v.pipe(v.array(text), v.nonEmpty('must name at least one namespace'));

const contextConfig = v.pipe(
	anyGroup,
	v.strictObject({
		prometheus: v.exactOptional(prometheusConfig),
		/** Where a verb toward the canary needs the typed cluster name: everywhere, nowhere, or in these namespaces. */
		protected: v.exactOptional(
			v.union([v.boolean(), v.strictObject({namespaces})], 'must be true, false or {namespaces: [..]}'),
		),
		/** Said in the header; a cluster that is protected is called PROD where this is left out. */
		environment: v.exactOptional(v.picklist(['prod', 'staging', 'dev'], 'must be prod, staging or dev')),
		/** The meshes to measure, where this Prometheus has metrics of several. */
		meshes: v.exactOptional(
			v.pipe(
				v.array(v.picklist(meshIds, `must be of ${meshIds.join(', ')}`)),
				v.minLength(1, 'must name at least one'),
				v.check(names => new Set(names).size === names.length, 'must name each mesh once'),
			),
		),
		/** A user's own metrics in this context. */
		metrics: v.exactOptional(metricsConfig),
		/** Namespaces to watch when perch may not list all namespaces. */
		namespaces: v.exactOptional(namespaces),
		/** What counts as a failure in this context. */
		failures: v.exactOptional(failuresConfig),
		/** How canaries of this context are judged. */
		judge: v.exactOptional(judgeConfig),
	}),
);

/** Strict at every level: a misspelt safety setting must not be ignored as if it had never been written. */
export const perchConfig = v.pipe(
	anyGroup,
	v.strictObject({
		contexts: v.exactOptional(v.pipe(anyGroup, v.record(v.string(), contextConfig))),
		/** What counts as a failure in every context, where the context says nothing else. */
		failures: v.exactOptional(failuresConfig),
		/** How canaries of every context are judged, where the context says nothing else. */
		judge: v.exactOptional(judgeConfig),
		/** A user's own metrics in every context, where the context names none. */
		metrics: v.exactOptional(metricsConfig),
		readOnly: v.exactOptional(v.boolean()),
		theme: v.exactOptional(text),
		/** Rings as `--bell` does. */
		bell: v.exactOptional(v.boolean()),
		refreshSeconds: v.exactOptional(
			v.pipe(v.number(), v.minValue(1, 'must be at least 1'), v.maxValue(3_600, 'must be at most 3600')),
		),
	}),
);

function isHttpUrl(url: string): boolean {
	return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

function hasCredentials(url: string): boolean {
	if (!URL.canParse(url)) return false;
	const {username, password} = new URL(url);
	return username !== '' || password !== '';
}
