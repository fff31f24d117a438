import type {PrometheusConfig} from '../system/config-schema.ts';

/** Our credentials for a Prometheus, and the certificate authority to trust. */
export interface PrometheusAccess {
	readonly auth:
		| {readonly kind: 'none'}
		| {readonly kind: 'bearer'; readonly secret: Secret}
		| {readonly kind: 'basic'; readonly username: string; readonly secret: Secret};
	/** PEM files: the server's authority, and the client's own certificate and key. */
	readonly caFile: string | null;
	readonly certFile: string | null;
	readonly keyFile: string | null;
	readonly headers: Readonly<Record<string, string>>;
}

export type Secret = {readonly value: string} | {readonly file: string};

export const noAccess: PrometheusAccess = {
	auth: {kind: 'none'},
	caFile: null,
	certFile: null,
	keyFile: null,
	headers: {},
};

export function accessOf(config: PrometheusConfig): PrometheusAccess {
	const {caFile = null, certFile = null, keyFile = null, orgId, headers = {}} = config;
	const tenant = orgId === undefined ? {} : {'X-Scope-OrgID': orgId};
	return {auth: authOf(config), caFile, certFile, keyFile, headers: {...headers, ...tenant}};
}

function authOf({bearerToken, bearerTokenFile, basic}: PrometheusConfig): PrometheusAccess['auth'] {
	if (bearerToken !== undefined) return {kind: 'bearer', secret: {value: bearerToken}};
	if (bearerTokenFile !== undefined) return {kind: 'bearer', secret: {file: bearerTokenFile}};
	if (basic === undefined) return {kind: 'none'};
	const {username, password, passwordFile} = basic;
	return {
		kind: 'basic',
		username,
		secret: passwordFile === undefined ? {value: password ?? ''} : {file: passwordFile},
	};
}
