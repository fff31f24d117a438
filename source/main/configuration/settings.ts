import {resolve} from 'node:path';
import type {ConfigError, ConfigMistake, ConfigOutcome} from '../../adapters/system/config-file.ts';
import type {ContextConfig} from '../../adapters/system/config-schema.ts';
import type {Result} from '../../domain/result.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {panels} from '../../engine/screens/home/panels.ts';
import type {Protection, Settings} from '../../ports/settings.ts';
import type {Arguments} from '../command-line/arguments.ts';
import {failureConfiguration} from './failure-configuration.ts';
import {judgeConfiguration} from './judge-configuration.ts';

/** Seconds between heartbeats when nothing else is asked for. */
const defaultRefreshSeconds = 2;

export interface Configured {
	readonly settings: Settings;
	readonly contextConfig: ContextConfig | undefined;
	readonly theme: string;
}

/** Flags override the config file. A config that cannot be trusted makes perch read-only and says how to
 * lift that. */
export function decideSettings(options: {
	readonly args: Arguments;
	readonly config: Result<ConfigOutcome, ConfigError>;
	readonly contextName: string;
	readonly contextNamespace: string;
	readonly isInCluster: boolean;
	readonly version: string;
}): Configured {
	const {args, config, contextName, contextNamespace} = options;
	const loaded = config.ok && config.value.kind === 'loaded' ? config.value.config : undefined;
	const contextConfig = loaded?.contexts?.[contextName];
	const judge = config.ok ? judgeConfiguration(config.value, contextName) : null;
	const failures = config.ok ? failureConfiguration(config.value, contextName) : null;
	const refresh = args.refresh ?? loaded?.refreshSeconds ?? null;
	const settings: Settings = {
		isReadOnly: args.isReadOnly || args.wallSeconds !== null || loaded?.readOnly === true || !config.ok,
		readOnlyBecause: config.ok ? null : safe`${config.error.command} lifts it`,
		configMistakes: config.ok ? [] : config.error.mistakes.map(mistakeText),
		namespaces: args.namespaces,
		fallbackNamespaces: [...new Set([contextNamespace, ...(contextConfig?.namespaces ?? [])])],
		protection: protectionOf(contextConfig),
		environment: contextConfig?.environment ?? null,
		refreshSeconds: refresh ?? defaultRefreshSeconds,
		pollSeconds: refresh,
		wall: args.wallSeconds === null ? null : {screen: panels.id, pageSeconds: args.wallSeconds},
		kubectl: options.isInCluster ? [] : kubectlArguments(args.kubeconfig, contextName),
		...((args.isBell || loaded?.bell === true) && {bell: true}),
		...(judge && {judge}),
		...(failures && {failures}),
		isDemo: args.command === 'demo',
		version: ident(options.version),
	};
	return {settings, contextConfig, theme: args.theme ?? loaded?.theme ?? 'default'};
}

/** The path is absolute, because the command may be pasted elsewhere. */
function kubectlArguments(kubeconfig: string | null, contextName: string): readonly string[] {
	return [...(kubeconfig === null ? [] : ['--kubeconfig', resolve(kubeconfig)]), '--context', contextName];
}

/** A context is protected unless the config says otherwise. */
function protectionOf(config: ContextConfig | undefined): Protection {
	const wish = config?.protected ?? true;
	if (typeof wish === 'boolean') return {kind: wish ? 'all' : 'none'};
	return {kind: 'namespaces', names: wish.namespaces};
}

function mistakeText({line: at, message}: ConfigMistake): SafeText {
	return at === null ? safe`configuration: ${message}` : safe`configuration, line ${at}: ${message}`;
}
