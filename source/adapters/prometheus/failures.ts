import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {MetricsError} from '../../ports/metrics.ts';

/** Carries a typed error through the library, which wraps whatever is thrown. */
export class MetricsFailure extends Error {
	readonly failure: MetricsError;

	constructor(failure: MetricsError) {
		super(failure.message);
		this.failure = failure;
	}
}

export function metricsError(
	kind: MetricsError['kind'],
	message: SafeText,
	status: number | null = null,
): MetricsError {
	return {kind, status, message};
}

export const cancelled = metricsError('cancelled', safe`given up`);

export function timedOut(deadlineMs: number): MetricsError {
	return metricsError('timeout', safe`no answer within ${deadlineMs / 1000} s`);
}

export function tooLarge(maximumBytes: number): MetricsError {
	return metricsError('tooMuch', safe`the answer is larger than ${Math.round(maximumBytes / 1024 / 1024)} MiB`);
}

/** The error inside the library's rejection, which wraps what it was given. */
export function carriedFailure(thrown: unknown): MetricsError {
	const carried = property(thrown, 'original') ?? thrown;
	if (carried instanceof MetricsFailure) return carried.failure;
	return metricsError('malformed', safe`an answer that is none of Prometheus'`);
}

/**
 * The transport's error in our own words. That error holds the request with its headers and passwords, so we
 * pass on nothing of it but its code.
 */
export function failureOf(thrown: unknown, maximumBytes: number): MetricsFailure {
	return thrown instanceof MetricsFailure ? thrown : new MetricsFailure(describe(thrown, maximumBytes));
}

function describe(thrown: unknown, maximumBytes: number): MetricsError {
	const code = property(thrown, 'code') ?? property(property(thrown, 'cause'), 'code');
	if (typeof code !== 'string') return metricsError('unreachable', safe`cannot be reached`);
	if (code === 'ERR_BAD_RESPONSE' && /maxContentLength/.test(String(property(thrown, 'message')))) {
		return tooLarge(maximumBytes);
	}
	const certificate = certificateFaults[code];
	if (certificate) return metricsError('tls', certificate);
	if (/^(?:ERR_SSL|ERR_TLS|EPROTO|CERT_|CRL_)/.test(code))
		return metricsError('tls', safe`TLS failed (${ident(code)})`);
	if (/^(?:HPE_|Z_)/.test(code)) return metricsError('malformed', safe`an answer that is no HTTP (${ident(code)})`);
	return metricsError('unreachable', networkFaults[code] ?? safe`cannot be reached (${ident(code)})`);
}

const certificateFaults: Readonly<Record<string, SafeText>> = {
	DEPTH_ZERO_SELF_SIGNED_CERT: safe`the certificate is self-signed`,
	SELF_SIGNED_CERT_IN_CHAIN: safe`the certificate's authority is not trusted`,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: safe`the certificate's authority is not known`,
	UNABLE_TO_GET_ISSUER_CERT: safe`the certificate's authority is not known`,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: safe`the certificate's authority is not known`,
	ERR_TLS_CERT_ALTNAME_INVALID: safe`the certificate is for another host`,
	CERT_HAS_EXPIRED: safe`the certificate has expired`,
	CERT_NOT_YET_VALID: safe`the certificate is not valid yet`,
};

const networkFaults: Readonly<Record<string, SafeText>> = {
	ECONNREFUSED: safe`connection refused`,
	ECONNRESET: safe`connection reset`,
	ERR_BAD_RESPONSE: safe`the connection broke off within the answer`,
	ENOTFOUND: safe`no such host`,
	EAI_AGAIN: safe`the host's name cannot be looked up`,
	EHOSTUNREACH: safe`no route to the host`,
	ENETUNREACH: safe`no route to the network`,
	ETIMEDOUT: safe`the host does not answer`,
};

function property(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
