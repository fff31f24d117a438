import {ok, type Result} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {ClockPort} from '../../../ports/clock.ts';
import type {KubeTarget} from '../kubeconfig/kubeconfig.ts';
import {askAuthProvider} from './auth-provider.ts';
import type {FetchedCredential} from './credential.ts';
import {askExecPlugin} from './exec-plugin.ts';
import {commandName} from './run-command.ts';
import {tokenFileReader} from './token-file.ts';

export interface CredentialSource {
	/** Worded for the beginning of a sentence. */
	readonly name: SafeText;
	/** A second fetch may give another credential. */
	readonly isRenewable: boolean;
	fetch(): Promise<Result<FetchedCredential, SafeText>>;
}

/** The first credential source that the user entry has, in client-go's order. */
export function sourceOf(target: KubeTarget, clock: ClockPort, signal: AbortSignal): CredentialSource {
	const {user} = target;
	const none: FetchedCredential = {token: null, certificate: null, expiresAtMs: null};
	const fixed = (fetched: FetchedCredential): CredentialSource => ({
		name: safe`The kubeconfig`,
		isRenewable: false,
		fetch: async () => ok(fetched),
	});
	if (!user) return fixed(none);
	const {token, username, exec, authProvider} = user.user;
	const {tokenFile} = user.fields;
	if (tokenFile) {
		const fetch = tokenFileReader({tokenFile, folder: user.folder, token: token || null, clock});
		return {name: safe`The token file ${ident(tokenFile)}`, isRenewable: true, fetch};
	}
	if (token) return fixed({...none, token});
	if (username) return fixed(none);
	if (exec) {
		const fetch = () => askExecPlugin({target, user, clock, signal});
		return {name: safe`The plugin ${commandName(String(exec.command))}`, isRenewable: true, fetch};
	}
	if (authProvider) {
		const fetch = () => askAuthProvider({target, user, clock, signal});
		return {name: safe`The kubeconfig's auth-provider`, isRenewable: true, fetch};
	}
	return fixed(none);
}
