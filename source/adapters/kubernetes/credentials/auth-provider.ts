import * as v from 'valibot';
import {err, ok, type Result} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {parseTime} from '../../../domain/time.ts';
import type {ClockPort} from '../../../ports/clock.ts';
import type {KubeTarget} from '../kubeconfig/kubeconfig.ts';
import type {UserEntry} from '../kubeconfig/kubeconfig-files.ts';
import type {FetchedCredential} from './credential.ts';
import {commandName, runCommand} from './run-command.ts';

/** Gets a credential from the kubeconfig's `auth-provider`. OIDC goes through the client package. For the
 * old cloud providers perch runs the command itself, under the rules for exec plugins: the client package
 * would run it synchronously, with the terminal as its stderr. */
export async function askAuthProvider(options: {
	readonly target: KubeTarget;
	readonly user: UserEntry;
	readonly clock: ClockPort;
	readonly signal: AbortSignal;
}): Promise<Result<FetchedCredential, SafeText>> {
	const provider = v.safeParse(providerSchema, options.user.user.authProvider);
	if (!provider.success) return err(safe`The kubeconfig's auth-provider has no name or no readable config.`);
	const {name, config} = provider.output;
	if (name === 'gcp' || name === 'azure') return askCloudCommand(config ?? {}, options);
	return askClientPackage(ident(name), options);
}

async function askCloudCommand(
	config: Readonly<Record<string, unknown>>,
	options: {readonly target: KubeTarget; readonly clock: ClockPort; readonly signal: AbortSignal},
): Promise<Result<FetchedCredential, SafeText>> {
	const token = text(config['access-token']);
	const expiresOn = Number(text(config['expires-on']) ?? Number.NaN) * 1000;
	const expiresAtMs = parseTime(text(config.expiry)) ?? (Number.isNaN(expiresOn) ? null : expiresOn);
	if (token !== null && (expiresAtMs === null || expiresAtMs > options.clock.nowMs()))
		return ok({token, certificate: null, expiresAtMs});
	const command = text(config['cmd-path']);
	if (command === null) return err(safe`The kubeconfig's cloud token has expired and no command renews it.`);
	const printed = await runCommand({
		command,
		args: (text(config['cmd-args']) ?? '').split(/\s+/).filter(argument => argument !== ''),
		env: options.target.env,
		clock: options.clock,
		signal: options.signal,
	});
	if (!printed.ok) return printed;
	const renewed = memberAt(printed.value, text(config['token-key']) ?? '{.access_token}');
	if (renewed === null)
		return err(safe`The plugin ${commandName(command)} printed no token where the kubeconfig expects it.`);
	const expiry = parseTime(memberAt(printed.value, text(config['expiry-key']) ?? '{.token_expiry}'));
	return ok({token: renewed, certificate: null, expiresAtMs: expiry});
}

/** Reads the member at a path such as `{.credential.access_token}` from a JSON text. */
function memberAt(json: string, template: string): string | null {
	try {
		const names = template.replace(/^\{|\}$/g, '').split('.');
		let value: unknown = JSON.parse(json);
		for (const name of names.filter(part => part !== '')) {
			value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
		}
		return text(value);
	} catch {
		return null;
	}
}

async function askClientPackage(
	name: SafeText,
	options: {
		readonly target: KubeTarget;
		readonly user: UserEntry;
		readonly clock: ClockPort;
		readonly signal: AbortSignal;
	},
): Promise<Result<FetchedCredential, SafeText>> {
	const {KubeConfig} = await import('./client.ts');
	const config = new KubeConfig();
	// We need only the headers: the transport handles TLS, the proxy and the other kinds of credential.
	config.loadFromClusterAndUser(
		{name: 'cluster', server: 'https://unused.invalid', skipTLSVerify: false},
		{name: options.user.user.name, authProvider: options.user.user.authProvider},
	);
	const request: Parameters<typeof config.applyToHTTPSOptions>[0] = {headers: {}};
	const applied = config.applyToHTTPSOptions(request).then(
		() => true,
		() => false,
	);
	if (!(await withDeadline(applied, options.clock)))
		return err(safe`The kubeconfig's auth-provider ${name} gave no token; log in again.`);
	const authorization = Object.entries(request.headers ?? {}).find(([key]) => key.toLowerCase() === 'authorization');
	const token = /^Bearer (.+)$/s.exec(String(authorization?.[1] ?? ''))?.[1]?.trim();
	if (!token) return err(safe`The kubeconfig's auth-provider ${name} gave no token; log in again.`);
	return ok({token, certificate: null, expiresAtMs: options.clock.nowMs() + recheckMs});
}

/** The provider renews an expired token itself, so we ask it again this often. */
const recheckMs = 60_000;
const deadlineMs = 30_000;

function withDeadline(work: Promise<boolean>, clock: ClockPort): Promise<boolean> {
	return new Promise(resolve => {
		const cancel = clock.after(deadlineMs, () => resolve(false));
		void work.then(done => {
			cancel();
			resolve(done);
		});
	});
}

function text(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}

const providerSchema = v.object({name: v.string(), config: v.nullish(v.record(v.string(), v.unknown()))});
