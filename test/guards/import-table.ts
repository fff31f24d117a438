/** What the modules of a room may import, beside modules of the same room. */
export interface Row {
	/** Folders and files under `source/`. */
	readonly rooms: readonly string[];
	/** Names of packages; `node:` stands for all of Node. */
	readonly packages: readonly string[];
	/** Rooms of which only types may be imported: nothing of these imports is left when the program runs. */
	readonly typesOf?: readonly string[];
}

const pure = {packages: ['valibot']} as const;
const ofEngine = [
	'domain',
	'kinds',
	'ports',
	'traffic',
	'statistics',
	'judge',
	'logs',
	'ownership',
	'manifests',
	'meshes/contract.ts',
	'meshes/rules',
	'policies/contract.ts',
	'releases/contract.ts',
] as const;
/** Each floor may import the floors before it, and none after it. */
const floors = [
	'state',
	'connecting',
	'queries',
	'questions',
	'asking',
	'world',
	'evidence',
	'lists',
	'intents',
	'interest',
	'keys',
	'screens',
] as const;

function below(floor: (typeof floors)[number]): readonly string[] {
	return floors.slice(0, floors.indexOf(floor)).map(name => `engine/${name}`);
}

const ofBackends = ['domain', 'kinds', 'releases/contract.ts'] as const;

/** Keyed by folder or file under `source/`; of several keys that fit a module, the longest applies. */
export const importTable: Readonly<Record<string, Row>> = {
	domain: {rooms: [], ...pure},
	kinds: {rooms: ['domain'], ...pure},
	meshes: {rooms: ['domain'], ...pure},
	policies: {rooms: ['domain', 'kinds'], ...pure},
	releases: {rooms: ['domain', 'kinds', 'releases'], ...pure},
	'releases/contract.ts': {rooms: ['domain'], packages: []},
	'releases/common': {rooms: [...ofBackends], ...pure},
	'releases/claims': {rooms: [...ofBackends, 'releases/common'], ...pure},
	'releases/routes': {rooms: [...ofBackends, 'releases/common', 'releases/claims'], ...pure},
	'releases/argo-rollouts': {rooms: [...ofBackends, 'releases/common', 'releases/claims', 'releases/routes'], ...pure},
	'releases/flagger': {rooms: [...ofBackends, 'releases/common', 'releases/claims', 'releases/routes'], ...pure},
	'releases/service-selector': {rooms: [...ofBackends, 'releases/common', 'releases/claims'], ...pure},
	'releases/workloads': {rooms: [...ofBackends, 'releases/common', 'releases/claims'], ...pure},
	statistics: {rooms: ['domain'], ...pure},
	judge: {rooms: ['domain', 'statistics'], packages: []},
	traffic: {rooms: ['domain', 'kinds', 'statistics'], ...pure},
	ownership: {rooms: ['domain', 'kinds'], ...pure},
	// Objects as a person reads them: masked, as YAML, and compared.
	manifests: {rooms: ['domain'], packages: ['yaml', 'diff']},
	logs: {rooms: ['domain', 'statistics'], packages: []},
	ports: {rooms: [], typesOf: ['domain'], packages: []},
	engine: {rooms: [...ofEngine, 'engine', 'backtest'], packages: []},
	'engine/state': {rooms: [...ofEngine], typesOf: ['backtest'], packages: []},
	'engine/world': {rooms: [...ofEngine, ...below('world')], packages: []},
	'engine/evidence': {rooms: [...ofEngine, ...below('evidence')], packages: []},
	'engine/lists': {rooms: [...ofEngine, ...below('lists')], packages: []},
	'engine/connecting': {rooms: [...ofEngine, ...below('connecting')], packages: []},
	'engine/queries': {rooms: [...ofEngine, ...below('queries')], packages: []},
	'engine/questions': {rooms: [...ofEngine, ...below('questions')], packages: []},
	'engine/asking': {rooms: [...ofEngine, ...below('asking')], packages: []},
	'engine/intents': {rooms: [...ofEngine, ...below('intents')], packages: []},
	'engine/interest': {rooms: [...ofEngine, ...below('interest')], packages: []},
	'engine/keys': {rooms: [...ofEngine, ...below('keys')], packages: ['fuzzysort']},
	'engine/screens': {rooms: [...ofEngine, ...below('screens'), 'backtest'], packages: []},
	'engine/runner': {rooms: [...ofEngine, ...below('world'), 'backtest'], packages: []},
	// What the judge would have said of past releases: it asks as a question does, and judges by the rows of the engine.
	backtest: {
		rooms: [
			'domain',
			'statistics',
			'judge',
			'traffic',
			'engine/evidence/text/figures.ts',
			'engine/evidence/rows',
			'engine/queries',
			'engine/questions',
		],
		typesOf: ['engine/state', 'ports'],
		packages: [],
	},
	adapters: {
		rooms: ['domain', 'ports'],
		packages: ['node:', 'valibot', 'yaml', 'undici', 'prometheus-query', '@kubernetes/client-node'],
	},
	views: {
		rooms: ['domain', 'engine/screens', 'views/charts'],
		typesOf: [
			'engine/state',
			'engine/evidence/freshness.ts',
			'engine/evidence/proof/proof.ts',
			'engine/evidence/rows/shown-evidence.ts',
		],
		packages: ['ink', 'react', 'string-width'],
	},
	'views/charts': {rooms: ['domain', 'engine/screens', 'views'], packages: ['blessed-contrib']},
	demo: {
		rooms: [],
		typesOf: ['domain'],
		packages: [
			'node:',
			'yaml',
			'fast-json-patch',
			'@lezer/common',
			'@prometheus-io/lezer-promql',
			'@peculiar/x509',
			'reflect-metadata',
		],
	},
	'cli.ts': {rooms: ['main.ts'], packages: []},
	'main.ts': {rooms: [''], packages: ['node:', 'meow', 'yaml', 'ink', 'react']},
	main: {rooms: [''], packages: ['node:', 'meow', 'yaml', 'ink', 'react']},
};
