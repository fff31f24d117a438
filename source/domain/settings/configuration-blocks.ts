/** One block of the configuration file that sets something for releases, as `judge`. */
export interface ConfigurationBlock<S> {
	/** Of every release that the block is about … */
	readonly settings: S;
	/** … of those in a namespace, by its name … */
	readonly namespaces: Readonly<Record<string, S>>;
	/** … and of one service, by `namespace/name`. */
	readonly services: Readonly<Record<string, S>>;
}

/** What the configuration file says in such blocks for one context. */
export interface ConfigurationBlocks<S> {
	/** Of every context, and of this one. */
	readonly all: ConfigurationBlock<S>;
	readonly context: ConfigurationBlock<S>;
	/** When the file was last written, by the clock of the machine that it is on. */
	readonly writtenAtMs: number;
}

/** The places in the configuration file, of which each overrules those before it. */
export const configurationPlaces = [
	'all',
	'context',
	'namespace',
	'namespaceOfContext',
	'service',
	'serviceOfContext',
] as const;
export type ConfigurationPlace = (typeof configurationPlaces)[number];

/** What something is set for. */
export interface ConfiguredNames {
	readonly namespace: string;
	/** Its own name and those of its Services, the one that counts before the others first. */
	readonly names: readonly string[];
}

/** What each place in the file says of it, what counts before the others last. */
export function configurationLayers<S>(
	blocks: ConfigurationBlocks<S> | null,
	{namespace, names}: ConfiguredNames,
): readonly (readonly [ConfigurationPlace, S])[] {
	if (!blocks) return [];
	const {all, context} = blocks;
	const ofNamespace = (block: ConfigurationBlock<S>) => [ownOf(block.namespaces, namespace)];
	const ofServices = (block: ConfigurationBlock<S>) =>
		names.toReversed().map(name => ownOf(block.services, `${namespace}/${name}`));
	const told: Readonly<Record<ConfigurationPlace, readonly (S | undefined)[]>> = {
		all: [all.settings],
		context: [context.settings],
		namespace: ofNamespace(all),
		namespaceOfContext: ofNamespace(context),
		service: ofServices(all),
		serviceOfContext: ofServices(context),
	};
	return configurationPlaces.flatMap(place =>
		told[place].flatMap(settings => (settings === undefined ? [] : [[place, settings] as const])),
	);
}

// A namespace may be called `constructor`.
function ownOf<S>(named: Readonly<Record<string, S>>, name: string): S | undefined {
	return Object.hasOwn(named, name) ? named[name] : undefined;
}
