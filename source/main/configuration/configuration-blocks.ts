import type {ConfigOutcome} from '../../adapters/system/config-file.ts';
import type {ContextConfig, PerchConfig} from '../../adapters/system/config-schema.ts';
import type {ConfigurationBlock, ConfigurationBlocks} from '../../domain/settings/configuration-blocks.ts';

/** Settings as the file has them, for all and for some. */
type Block<G extends object> = G & {
	readonly namespaces?: Readonly<Record<string, G>>;
	readonly services?: Readonly<Record<string, G>>;
};

/** What the configuration file says for a context in blocks of one kind; null where it has none of them. */
export function blocksOf<G extends object, S>(
	config: ConfigOutcome,
	contextName: string,
	pick: (of: PerchConfig | ContextConfig) => Block<G> | undefined,
	settingsOf: (group: G) => S,
): ConfigurationBlocks<S> | null {
	if (config.kind === 'none') return null;
	const context = config.config.contexts?.[contextName];
	const [ofAll, ofContext] = [pick(config.config), context && pick(context)];
	if (!ofAll && !ofContext) return null;
	const {writtenAtMs} = config;
	return {all: blockOf(ofAll, settingsOf), context: blockOf(ofContext, settingsOf), writtenAtMs};
}

function blockOf<G extends object, S>(block: Block<G> | undefined, settingsOf: (group: G) => S): ConfigurationBlock<S> {
	const {namespaces = {}, services = {}, ...settings} = block ?? {};
	const eachOf = (groups: Readonly<Record<string, G>>) =>
		Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, settingsOf(group)]));
	// The cast is safe: what is left are the settings alone, each of which may be missing.
	return {settings: settingsOf(settings as G), namespaces: eachOf(namespaces), services: eachOf(services)};
}
