import {readFile} from 'node:fs/promises';
import {isAbsolute, join} from 'node:path';
import {err, ok, type Result} from '../../domain/result.ts';
import {ident, line, type SafeText, safe} from '../../domain/safe-text.ts';
import type {ClockPort} from '../../ports/clock.ts';
import {redactCredentials} from '../system/redact-credentials.ts';
import {askAuthProvider} from './auth-provider.ts';
import {askExecPlugin} from './exec-plugin.ts';
import type {KubeTarget} from './kubeconfig.ts';

/** Who perch is to the API server. */
export interface Credentials {
	/** The credential to send now; asks for a new one when the last has expired. */
	current(): Promise<Result<Credential, SafeText>>;
	/** The server refused this one (401). Null when there is no other to be had. */
	renew(refused: Credential): Promise<Result<Credential, SafeText> | null>;
	/** Text of others, without any credential that was ever in use here. */
	mask(text: string): string;
	/** Masked, without what has the form of a credential, and safe to show. */
	redact(text: string): SafeText;
	/** Ends a plugin that still runs. */
	close(): void;
}

export interface Credential {
	readonly headers: Readonly<Record<string, string | string[]>>;
	readonly certificate: ClientCertificate | null;
}

/** PEM. */
export interface ClientCertificate {
	readonly cert: string;
	readonly key: string;
}

export interface FetchedCredential {
	readonly token: string | null;
	readonly certificate: ClientCertificate | null;
	readonly expiresAtMs: number | null;
}

/** One fetch serves all who wait for it, and a refused credential is renewed at most once a minute: twelve watches that
 * are told 401 together must not run a login plugin twelve times. */
export function createCredentials(target: KubeTarget, clock: ClockPort): Credentials {
	const secrets = new Set<string>(configuredSecrets(target));
	const closing = new AbortController();
	const source = sourceOf(target, clock, closing.signal);
	let held: {readonly credential: Credential; readonly expiresAtMs: number | null} | null = null;
	let pending: Promise<Result<Credential, SafeText>> | null = null;
	let failure: {readonly message: SafeText; readonly untilMs: number} | null = null;
	let renewableAtMs = Number.NEGATIVE_INFINITY;

	const mask = (text: string) => {
		let masked = text;
		for (const secret of secrets) masked = masked.replaceAll(secret, '[redacted]');
		return masked;
	};

	const fetchNew = async (): Promise<Result<Credential, SafeText>> => {
		const fetched = await source.fetch();
		pending = null;
		if (!fetched.ok) {
			// A plugin may quote on stderr what it gave before.
			const message = line(mask(fetched.error));
			failure = {message, untilMs: clock.monotonicMs() + failureHeldMs};
			return err(message);
		}
		failure = null;
		for (const secret of [fetched.value.token, fetched.value.certificate?.key]) if (secret) secrets.add(secret);
		const credential = credentialOf(target, fetched.value);
		held = {credential, expiresAtMs: fetched.value.expiresAtMs};
		return ok(credential);
	};
	const fetchShared = () => {
		pending ??= fetchNew();
		return pending;
	};

	return {
		async current() {
			if (held && (held.expiresAtMs === null || held.expiresAtMs > clock.nowMs())) return ok(held.credential);
			if (failure && failure.untilMs > clock.monotonicMs()) return err(failure.message);
			return fetchShared();
		},
		async renew(refused) {
			if (!source.isRenewable) return null;
			if (held && held.credential !== refused) return ok(held.credential);
			if (pending !== null) return fetchShared();
			if (clock.monotonicMs() < renewableAtMs) return null;
			renewableAtMs = clock.monotonicMs() + shortestRenewalMs;
			return fetchShared();
		},
		mask,
		redact: text => redactCredentials(mask(text)),
		close: () => closing.abort(),
	};
}

const shortestRenewalMs = 60_000;
const failureHeldMs = 10_000;
const tokenFileReadMs = 60_000;

interface CredentialSource {
	/** A second fetch may give another credential. */
	readonly isRenewable: boolean;
	fetch(): Promise<Result<FetchedCredential, SafeText>>;
}

/** The first that the user entry has, in client-go's order. */
function sourceOf(target: KubeTarget, clock: ClockPort, signal: AbortSignal): CredentialSource {
	const {user} = target;
	const none: FetchedCredential = {token: null, certificate: null, expiresAtMs: null};
	if (!user) return {isRenewable: false, fetch: async () => ok(none)};
	const {tokenFile} = user.fields;
	if (tokenFile) {
		const path = isAbsolute(tokenFile) ? tokenFile : join(user.folder, tokenFile);
		return {isRenewable: true, fetch: () => readToken(path, clock)};
	}
	const {token, username, exec, authProvider} = user.user;
	if (token) return {isRenewable: false, fetch: async () => ok({...none, token})};
	if (username) return {isRenewable: false, fetch: async () => ok(none)};
	if (exec) return {isRenewable: true, fetch: () => askExecPlugin({target, user, clock, signal})};
	if (authProvider) return {isRenewable: true, fetch: () => askAuthProvider({target, user, clock, signal})};
	return {isRenewable: false, fetch: async () => ok(none)};
}

/** The file is named by the kubeconfig; what it holds is rotated by others. */
async function readToken(path: string, clock: ClockPort): Promise<Result<FetchedCredential, SafeText>> {
	try {
		const token = (await readFile(path, 'utf8')).trim();
		if (token === '') return err(safe`The token file ${ident(path)} is empty.`);
		return ok({token, certificate: null, expiresAtMs: clock.nowMs() + tokenFileReadMs});
	} catch {
		return err(safe`The token file ${ident(path)} cannot be read.`);
	}
}

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
	// A very short one would blank out ordinary words, and is no secret.
	return texts.filter(text => typeof text === 'string').filter(text => text.length >= 4);
}
