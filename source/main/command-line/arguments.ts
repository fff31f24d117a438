import meow from 'meow';
import {usualBackMs} from '../../backtest/history-asked.ts';
import type {MeshId} from '../../domain/signals/mesh-id.ts';
import {line} from '../../domain/text/safe-text.ts';
import {type DemoArguments, demoArguments} from '../demo/demo-arguments.ts';
import {listed, namesIn, secondsOfWall, sinceMsOf} from './flag-values.ts';
import {helpText} from './help-text.ts';
import {meshFlag} from './mesh-flag.ts';
import {type RulesArguments, rulesArguments} from './rules-arguments.ts';

/** The command line, read and checked. */
export interface Arguments {
	readonly command: 'watch' | 'demo' | 'audit' | 'backtest' | 'rbac' | 'rbac check' | 'rules';
	readonly isReadOnly: boolean;
	readonly namespaces: readonly string[] | 'all';
	readonly context: string | null;
	/** Several clusters in one run, the first one on screen; null for the one that `context` names. */
	readonly contexts: readonly [string, ...string[]] | null;
	readonly kubeconfig: string | null;
	readonly prometheus: string | null;
	/** The meshes to measure, the preferred first; null: whichever this Prometheus has. */
	readonly meshes: readonly MeshId[] | null;
	readonly config: string | null;
	readonly theme: string | null;
	/** Seconds; null for the defaults. */
	readonly refresh: number | null;
	/** Seconds for a page of the wall; null: no wall. */
	readonly wallSeconds: number | null;
	readonly isOnce: boolean;
	readonly columns: number | null;
	readonly rows: number | null;
	readonly colour: 'auto' | 'always' | 'never';
	readonly isAscii: boolean;
	/** Rings the terminal's bell on what an operator who looks elsewhere must hear of. */
	readonly isBell: boolean;
	/** The terminal reports the mouse to perch, and no longer selects text by itself. */
	readonly hasMouse: boolean;
	readonly isDebug: boolean;
	readonly allowInsecureWrites: boolean;
	/** Writes every event to this file, for `--replay`. */
	readonly record: string | null;
	readonly replay: string | null;
	readonly audit: AuditArguments;
	readonly backtest: BacktestArguments;
	readonly rules: RulesArguments;
	readonly demo: DemoArguments;
}

export interface AuditArguments {
	/** For a chat. */
	readonly isMarkdown: boolean;
	/** So many of the newest acts; null: all. */
	readonly last: number | null;
}

export interface BacktestArguments {
	/** `namespace/name`; empty for every other command. */
	readonly release: string;
	/** How far back past releases are looked for, milliseconds. */
	readonly sinceMs: number;
}

export type Parsed =
	| {readonly kind: 'run'; readonly arguments: Arguments}
	| {readonly kind: 'wrong'; readonly message: string};

/** Throws nothing and prints nothing but `--help` and `--version`, which end the process. */
export function parseArguments(argv: readonly string[], version: string): Parsed {
	// meow prints a flag that it does not know as it was typed, or pasted.
	const odd = argv.map(text => text.split('=')[0] ?? '').find(name => name.startsWith('-') && line(name) !== name);
	if (odd !== undefined) return wrong(`There is no flag ${line(odd)}. See perch --help.`);
	let cli: ReturnType<typeof readFlags>;
	try {
		// meow prints these only where they stand alone: `perch demo --help` would start the demo.
		const alone = argv.find(text => text === '--help' || text === '--version');
		cli = readFlags(alone === undefined ? argv : [alone], version);
	} catch (error) {
		// meow throws a sentence for a flag given twice, and for a value that is not among the choices.
		return wrong(error instanceof Error ? error.message : String(error));
	}
	const {flags, input} = cli;
	const [release = '', ...more] = input[0] === 'backtest' ? input.slice(1) : [];
	const command = input.length === 0 ? 'watch' : input[0] === 'backtest' ? 'backtest' : input.join(' ');
	if (!isCommand(command)) return wrong(`There is no command "${input.join(' ')}". See perch --help.`);
	if (command === 'backtest' && (more.length > 0 || !/^[^/]+\/[^/]+$/.test(release)))
		return wrong('perch backtest takes one release as namespace/name: perch backtest shop/checkout.');
	if (command !== 'backtest' && flags.since !== undefined) return wrong('--since is for perch backtest.');
	const sinceMs = flags.since === undefined ? usualBackMs : sinceMsOf(flags.since);
	if (sinceMs === null) return wrong('--since takes a time back, an hour or more: --since 90d, --since 36h.');
	if (flags.namespace !== undefined && flags.allNamespaces)
		return wrong('-n and -A contradict each other: leave one out.');
	const namespaces = flags.namespace === undefined ? undefined : listed(flags.namespace);
	if (namespaces?.length === 0) return wrong('-n needs a namespace.');
	for (const [name, value, least] of [
		['refresh', flags.refresh, 1],
		['columns', flags.columns, 20],
		['rows', flags.rows, 5],
		['speed', flags.speed, 0.1],
		['seed', flags.seed, 0],
		['last', flags.last, 1],
	] as const) {
		if (value !== undefined && !(value >= least)) return wrong(`--${name} takes a number, ${least} or more.`);
	}
	if (command !== 'audit' && (flags.markdown || flags.last !== undefined))
		return wrong('--markdown and --last are for perch audit.');
	const rules = rulesArguments(flags);
	if (typeof rules === 'string') return wrong(rules);
	if (command !== 'rules' && [flags.output, flags.window, flags.by].some(flag => flag !== undefined))
		return wrong('-o, --window and --by are for perch rules.');
	const contexts = namesIn(flags.contexts);
	if (flags.contexts !== undefined && contexts === null)
		return wrong('--contexts needs the names of contexts, each once.');
	if (contexts && flags.context !== undefined)
		return wrong('--context and --contexts contradict each other: leave one out.');
	if (contexts && (command !== 'watch' || flags.once))
		return wrong('--contexts is for the screen alone: name one with --context.');
	if (contexts && contexts.length > 1 && flags.prometheus !== undefined)
		return wrong(
			'--prometheus names the Prometheus of one cluster: with --contexts, the configuration names one for each.',
		);
	const ofMeshes = meshFlag(flags.mesh, command === 'demo');
	if (typeof ofMeshes === 'string') return wrong(ofMeshes);
	const {meshes, demoMesh} = ofMeshes;
	const wall = flags.wall === undefined ? null : secondsOfWall(flags.wall);
	if (Number.isNaN(wall)) return wrong('--wall takes the time for a page, from 5s on: --wall 15s.');
	if (wall !== null && flags.once) return wrong('--wall and --once contradict each other: leave one out.');
	const demo = demoArguments(flags, demoMesh, command === 'demo');
	if (typeof demo === 'string') return wrong(demo);
	return {
		kind: 'run',
		arguments: {
			command,
			isReadOnly: flags.readOnly ?? false,
			namespaces: namespaces ?? 'all',
			context: flags.context ?? null,
			contexts,
			kubeconfig: flags.kubeconfig ?? null,
			prometheus: flags.prometheus ?? null,
			meshes,
			config: flags.config ?? null,
			theme: flags.theme ?? null,
			refresh: flags.refresh ?? null,
			wallSeconds: wall,
			isOnce: flags.once ?? false,
			columns: flags.columns ?? null,
			rows: flags.rows ?? null,
			colour: flags.color === 'always' || flags.color === 'never' ? flags.color : 'auto',
			isAscii: flags.ascii ?? false,
			isBell: flags.bell ?? false,
			hasMouse: flags.mouse ?? false,
			isDebug: flags.debug ?? false,
			allowInsecureWrites: flags.allowInsecureWrites ?? false,
			record: flags.record ?? null,
			replay: flags.replay ?? null,
			backtest: {release, sinceMs},
			rules,
			audit: {isMarkdown: flags.markdown ?? false, last: flags.last ?? null},
			demo,
		},
	};
}

const commands = [
	'watch',
	'demo',
	'audit',
	'backtest',
	'rbac',
	'rbac check',
	'rules',
] as const satisfies readonly Arguments['command'][];

function isCommand(text: string): text is Arguments['command'] {
	return commands.some(command => command === text);
}

function wrong(message: string): Parsed {
	return {kind: 'wrong', message};
}

function readFlags(argv: readonly string[], version: string) {
	return meow(helpText, {
		importMeta: import.meta,
		argv,
		version,
		description: false,
		pkg: {name: 'perch', version},
		allowUnknownFlags: false,
		flags: {
			context: {type: 'string'},
			contexts: {type: 'string'},
			kubeconfig: {type: 'string'},
			namespace: {type: 'string', shortFlag: 'n'},
			allNamespaces: {type: 'boolean', shortFlag: 'A'},
			readOnly: {type: 'boolean'},
			allowInsecureWrites: {type: 'boolean'},
			prometheus: {type: 'string'},
			mesh: {type: 'string'},
			refresh: {type: 'number'},
			wall: {type: 'string'},
			once: {type: 'boolean'},
			columns: {type: 'number'},
			rows: {type: 'number'},
			color: {type: 'string', choices: ['auto', 'always', 'never']},
			ascii: {type: 'boolean'},
			bell: {type: 'boolean'},
			mouse: {type: 'boolean'},
			theme: {type: 'string'},
			config: {type: 'string'},
			debug: {type: 'boolean'},
			record: {type: 'string'},
			replay: {type: 'string'},
			markdown: {type: 'boolean'},
			last: {type: 'number'},
			since: {type: 'string'},
			output: {type: 'string', shortFlag: 'o'},
			window: {type: 'string'},
			by: {type: 'string'},
			serve: {type: 'boolean'},
			seed: {type: 'number'},
			speed: {type: 'number'},
			user: {type: 'string'},
			fault: {type: 'string'},
			tour: {type: 'boolean'},
			services: {type: 'number'},
			releases: {type: 'number'},
			pods: {type: 'number'},
			churn: {type: 'number'},
		},
	});
}
