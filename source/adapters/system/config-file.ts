import {readFile, stat} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {err, ok, type Result} from '../../domain/result.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {type ConfigProblems, parseConfig} from './config-parse.ts';
import type {PerchConfig, PrometheusConfig} from './config-schema.ts';
import {describeFileError, fileErrorCode} from './file-error.ts';
import {configFolder, type Environment} from './state-folder.ts';

export type ConfigOutcome =
	/** There is no file at the usual place, which is no mistake. */
	| {readonly kind: 'none'}
	| {
			readonly kind: 'loaded';
			readonly path: string;
			readonly config: PerchConfig;
			/** When the file was last written. */
			readonly writtenAtMs: number;
	  };

/** A configuration with mistakes: perch does not guess what was meant and stays read-only. */
export interface ConfigError {
	readonly file: SafeText;
	/** Every mistake in it, in the order of the file. */
	readonly mistakes: readonly ConfigMistake[];
	/** The one command with which the operator ends the read-only mode. */
	readonly command: SafeText;
}

export interface ConfigMistake {
	/** Counted from 1; null when the file as a whole is meant. */
	readonly line: number | null;
	readonly column: number | null;
	readonly message: SafeText;
}

/** `$XDG_CONFIG_HOME/perch/config.yaml`. */
export function defaultConfigPath(env: Environment, homeFolder: string): string {
	return join(configFolder(env, homeFolder), 'config.yaml');
}

/** Reads the file named by `--config`, else the one at the usual place. No message quotes a value from it. */
export async function loadConfigFile(options: {
	readonly namedPath: string | null;
	readonly env: Environment;
	readonly homeFolder: string;
}): Promise<Result<ConfigOutcome, ConfigError>> {
	const path = resolve(options.namedPath ?? defaultConfigPath(options.env, options.homeFolder));
	let text: string;
	let writtenAtMs: number;
	try {
		text = await readFile(path, 'utf8');
		writtenAtMs = Math.round((await stat(path)).mtimeMs);
	} catch (error) {
		if (options.namedPath === null && fileErrorCode(error) === 'ENOENT') return ok({kind: 'none'});
		return err(unreadable(path, error));
	}
	const parsed = parseConfig(text);
	if (!parsed.ok) return err(inFile(path, parsed.error));
	const config = withAbsoluteFiles(parsed.value, dirname(path), options.homeFolder);
	return ok({kind: 'loaded', path, config, writtenAtMs});
}

function unreadable(path: string, error: unknown): ConfigError {
	const message = describeFileError({what: 'config file', path, error});
	const command = fileErrorCode(error) === 'ENOENT' ? safe`perch (without --config)` : safe`chmod u+r ${quoted(path)}`;
	return {file: ident(path), mistakes: [{line: null, column: null, message}], command};
}

function inFile(path: string, problems: ConfigProblems): ConfigError {
	const mistakes = problems
		.map(({message, position}) => ({line: position?.line ?? null, column: position?.column ?? null, message}))
		.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0));
	const line = mistakes[0]?.line ?? null;
	const jump = line === null ? safe`` : safe`+${line} `;
	// vi, nano and emacs all take +LINE.
	const command = safe`\${EDITOR:-vi} ${jump}${quoted(path)}`;
	return {file: ident(path), mistakes, command};
}

function quoted(path: string): SafeText {
	return ident(/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`);
}

/** File names are relative to the file that names them, as in a kubeconfig; `~/` is the operator's home. */
function withAbsoluteFiles(config: PerchConfig, folder: string, homeFolder: string): PerchConfig {
	if (config.contexts === undefined) return config;
	const absolute = (path: string) => (path.startsWith('~/') ? join(homeFolder, path.slice(2)) : resolve(folder, path));
	const contexts = Object.entries(config.contexts).map(([name, context]) =>
		context.prometheus === undefined
			? [name, context]
			: [name, {...context, prometheus: prometheusWithFiles(context.prometheus, absolute)}],
	);
	return {...config, contexts: Object.fromEntries(contexts)};
}

function prometheusWithFiles(prometheus: PrometheusConfig, absolute: (path: string) => string): PrometheusConfig {
	const {bearerTokenFile, caFile, certFile, keyFile, basic} = prometheus;
	return {
		...prometheus,
		...(bearerTokenFile !== undefined && {bearerTokenFile: absolute(bearerTokenFile)}),
		...(caFile !== undefined && {caFile: absolute(caFile)}),
		...(certFile !== undefined && {certFile: absolute(certFile)}),
		...(keyFile !== undefined && {keyFile: absolute(keyFile)}),
		...(basic?.passwordFile !== undefined && {basic: {...basic, passwordFile: absolute(basic.passwordFile)}}),
	};
}
