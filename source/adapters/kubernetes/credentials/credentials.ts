import {err, ok, type Result} from '../../../domain/result.ts';
import {ident, line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {ClockPort} from '../../../ports/clock.ts';
import {redactCredentials} from '../../system/redact-credentials.ts';
import type {KubeTarget} from '../kubeconfig/kubeconfig.ts';
import type {ClientCertificate, FetchedCredential} from './credential.ts';
import {sourceOf} from './credential-source.ts';

/** The credentials that perch sends to the API server. */
export interface Credentials {
	/** The credential to send now; asks for a new one when the last has expired. */
	current(): Promise<Result<Credential, SafeText>>;
	/** Gets another credential after the server refused this one (401); null when there is no other. */
	renew(refused: Credential): Promise<Result<Credential, SafeText> | null>;
	/** Why the server may refuse the credential that we send; null when that is not known. */
	whyRefused(): SafeText | null;
	/** Removes from a foreign text every credential that was ever in use here. */
	mask(text: string): string;
	/** Masks the text, removes whatever has the form of a credential, and makes it safe to show. */
	redact(text: string): SafeText;
	/** Ends a plugin that still runs. */
	close(): void;
}

export interface Credential {
	readonly headers: Readonly<Record<string, string | string[]>>;
	readonly certificate: ClientCertificate | null;
}

/**
 * One fetch serves all requests that wait for it, and a refused credential is renewed at most once a minute:
 * twelve watches that get 401 together must not run a login plugin twelve times. A source that fails, or gives
 * a credential that has expired or soon will, is asked less and less often. Meanwhile we keep sending the
 * credential that it gave, because this machine's clock may be wrong.
 */
export function createCredentials(target: KubeTarget, clock: ClockPort): Credentials {
	const secrets = new Set<string>(configuredSecrets(target));
	const closing = new AbortController();
	const source = sourceOf(target, clock, closing.signal);
	let held: Held | null = null;
	let pending: Promise<Result<Credential, SafeText>> | null = null;
	let failure: SafeText | null = null;
	let pauseMs = 0;
	let askAgainAtMs = Number.NEGATIVE_INFINITY;
	let renewableAtMs = Number.NEGATIVE_INFINITY;

	const mask = (text: string) => {
		let masked = text;
		for (const secret of secrets) masked = masked.replaceAll(secret, '[redacted]');
		return masked;
	};

	const fetchNew = async (): Promise<Result<Credential, SafeText>> => {
		const fetched = await source.fetch();
		pending = null;
		const isLasting = fetched.ok && lifeMs(fetched.value, clock) >= shortestLifeMs;
		pauseMs = isLasting ? 0 : Math.min(longestPauseMs, Math.max(firstPauseMs, pauseMs * 2));
		askAgainAtMs = clock.monotonicMs() + pauseMs;
		if (!fetched.ok) {
			// A plugin may quote an earlier credential on stderr.
			failure = safe`${line(mask(fetched.error))} · asked again after ${pauseMs / 1000} s`;
			return err(failure);
		}
		failure = null;
		for (const secret of [fetched.value.token, fetched.value.certificate?.key]) if (secret) secrets.add(secret);
		const {expiresAtMs} = fetched.value;
		held = {
			credential: credentialOf(target, fetched.value),
			expiresAtMs,
			hadExpired: lifeMs(fetched.value, clock) <= 0,
		};
		return ok(held.credential);
	};
	const fetchShared = () => {
		pending ??= fetchNew();
		return pending;
	};
	const isPausing = () => clock.monotonicMs() < askAgainAtMs;

	return {
		async current() {
			if (held && (held.expiresAtMs === null || held.expiresAtMs > clock.nowMs())) return ok(held.credential);
			if (pending !== null || !isPausing()) return fetchShared();
			if (failure !== null) return err(failure);
			return held === null ? fetchShared() : ok(held.credential);
		},
		async renew(refused) {
			if (!source.isRenewable) return null;
			if (held && held.credential !== refused) return ok(held.credential);
			if (pending !== null) return fetchShared();
			if (isPausing() || clock.monotonicMs() < renewableAtMs) return null;
			renewableAtMs = clock.monotonicMs() + shortestRenewalMs;
			return fetchShared();
		},
		whyRefused() {
			if (!held?.hadExpired || held.expiresAtMs === null) return null;
			const at = ident(new Date(held.expiresAtMs).toISOString().slice(0, 19).replace('T', ' '));
			return safe`${source.name} gave a credential that had expired at ${at} UTC: log in again, or set this machine's clock · asked again after ${pauseMs / 1000} s`;
		},
		mask,
		redact: text => redactCredentials(mask(text)),
		close: () => closing.abort(),
	};
}

interface Held {
	readonly credential: Credential;
	readonly expiresAtMs: number | null;
	/** It had already expired when the source gave it. */
	readonly hadExpired: boolean;
}

function lifeMs(fetched: FetchedCredential, clock: ClockPort): number {
	return fetched.expiresAtMs === null ? Number.POSITIVE_INFINITY : fetched.expiresAtMs - clock.nowMs();
}

const shortestRenewalMs = 60_000;
/** A credential with a shorter life counts as expired: we would have to ask for another at once. */
const shortestLifeMs = 10_000;
const firstPauseMs = 10_000;
const longestPauseMs = 60_000;

function credentialOf(target: KubeTarget, fetched: FetchedCredential): Credential {
	const {cert, key} = target.tls;
	const authorization = authorizationOf(target, fetched.token);
	return {
		headers: {...target.impersonation, ...(authorization === null ? {} : {authorization})},
		certificate: fetched.certificate ?? (cert !== null && key !== null ? {cert, key} : null),
	};
}

function authorizationOf(target: KubeTarget, token: string | null): string | null {
	if (token !== null) return `Bearer ${token}`;
	const login = target.user?.user;
	if (!login?.username) return null;
	return `Basic ${Buffer.from(`${login.username}:${login.password ?? ''}`).toString('base64')}`;
}

function configuredSecrets(target: KubeTarget): readonly string[] {
	const user = target.user?.user;
	const config: unknown = user?.authProvider?.config;
	const proxyPassword = target.proxy.kind === 'http' ? target.proxy.url.password : '';
	const texts = [user?.token, user?.password, user?.keyData, target.tls.key, proxyPassword];
	if (user?.username) texts.push(Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64'));
	if (typeof config === 'object' && config !== null) {
		for (const [name, value] of Object.entries(config)) if (/token|secret/.test(name)) texts.push(String(value));
	}
	// A very short text is no secret, and masking it would blank out ordinary words.
	return texts.filter(text => typeof text === 'string').filter(text => text.length >= 4);
}
