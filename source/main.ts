import {homedir} from 'node:os';
import {redactCredentials} from './adapters/system/redact-credentials.ts';
import type {TerminalEnvironment} from './adapters/system/terminal-environment.ts';
import {terminalEnvironment} from './adapters/system/terminal-environment.ts';
import {asciiOnly} from './domain/text/safe-text.ts';
import type {Engine} from './engine/engine.ts';
import {type Arguments, parseArguments} from './main/command-line/arguments.ts';
import {loadLook, themeFolders} from './main/load-style.ts';
import {openSession, type Session} from './main/session.ts';
import type {TerminalStyle} from './views/lines/terminal-style.ts';

declare const PERCH_VERSION: string;

/** Starts with the engine; returns a function that stops it. */
type Tour = ((engine: Engine) => () => void) | null;

// The program that reads our output may end before it has read everything, as `head` does.
process.stdout.on('error', () => process.exit(1));
// A bug that nothing contains. The screen has restored the terminal by now; the message may quote anything.
process.once('uncaughtException', (error: unknown) => {
	for (const text of [`perch: internal error: ${messageOf(error)}`, ...stackOf(error)]) printError(text);
	process.exit(1);
});
process.exitCode = await main();

async function main(): Promise<number> {
	const parsed = parseArguments(process.argv.slice(2), PERCH_VERSION);
	if (parsed.kind === 'wrong') return complain(parsed.message);
	const args = parsed.arguments;
	switch (args.command) {
		case 'audit': {
			const {printAudit} = await import('./main/commands/audit-command.ts');
			return printAudit(args, print);
		}
		case 'rbac': {
			const {printRoles} = await import('./main/commands/rbac-command.ts');
			return printRoles(print);
		}
		case 'rbac check': {
			const {printAccess} = await import('./main/commands/rbac-command.ts');
			return printAccess(args, PERCH_VERSION, print);
		}
		case 'rules': {
			const {printRules} = await import('./main/commands/rules-command.ts');
			return printRules(args, print);
		}
		case 'backtest':
			return runBacktest(args);
		case 'demo':
			return runDemo(args);
		case 'watch':
			return run(args);
	}
}

async function runDemo(args: Arguments): Promise<number> {
	const {startDemoServers} = await import('./main/demo/demo-servers.ts');
	const tell = createProgress(args, 'perch demo');
	const servers = await startDemoServers(args.demo, tell).catch((error: unknown) => messageOf(error));
	tell(null);
	if (typeof servers === 'string') return complain(servers);
	try {
		if (args.demo.isServe) return await serve(servers);
		const prometheus = args.prometheus ?? servers.prometheusUrl;
		const demoArgs = {...args, kubeconfig: servers.kubeconfigPath, context: null, prometheus};
		if (!args.demo.isTour) return await run(demoArgs);
		const {playTour} = await import('./main/tour.ts');
		return await run(demoArgs, engine => playTour(engine, servers));
	} finally {
		servers.stop();
	}
}

async function runBacktest(args: Arguments): Promise<number> {
	const session = await openSession(args, PERCH_VERSION, {columns: 80, rows: 24});
	if ('trouble' in session) return complain(session.trouble);
	for (const mistake of session.engine.store.state().session.settings.configMistakes) complain(mistake);
	const tell = createProgress(args, 'perch backtest');
	try {
		const {backtestCommand} = await import('./main/commands/backtest-command.ts');
		const told = await backtestCommand(session, args.backtest, tell);
		tell(null);
		if ('cannot' in told) return complain(`cannot backtest: ${told.cannot}`);
		for (const text of told.lines) print(args.isAscii ? asciiOnly(text) : text);
		return 0;
	} finally {
		session.stop();
	}
}

/** Shows what a command waits for, in one line of the terminal; null clears the line before anything else is shown. */
function createProgress(args: Arguments, command: string): (text: string | null) => void {
	const {stderr} = process;
	if (args.isOnce || !stderr.isTTY || process.env.TERM === 'dumb') return () => {};
	return text => void stderr.write(text === null ? '\r\u001b[K' : `\r\u001b[K${command}: ${text}`);
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : 'unknown error';
}

/** Runs only the demo's servers, until Ctrl-C. */
async function serve({
	kubeconfigPath,
	prometheusUrl,
}: {
	readonly kubeconfigPath: string;
	readonly prometheusUrl: string;
}): Promise<number> {
	print(`export KUBECONFIG=${kubeconfigPath}`);
	print(`export PERCH_PROMETHEUS=${prometheusUrl}`);
	const {promise, resolve} = Promise.withResolvers<number>();
	process.once('SIGINT', () => resolve(0));
	process.once('SIGTERM', () => resolve(0));
	return promise;
}

async function run(args: Arguments, tour: Tour = null): Promise<number> {
	const terminal = terminalEnvironment({
		env: process.env,
		isStdinTty: process.stdin.isTTY,
		isStdoutTty: process.stdout.isTTY,
		colourFlag: args.colour,
		isAsciiAsked: args.isAscii,
	});
	const size = {
		columns: args.columns ?? process.stdout.columns ?? 80,
		rows: args.rows ?? process.stdout.rows ?? 24,
	};
	if (args.replay !== null) return await printReplay(args.replay, args, terminal);
	const session = await openSession(args, PERCH_VERSION, size);
	if ('trouble' in session) return complain(session.trouble);
	// Print the mistakes before the screen opens: it has no room for a long list of them.
	for (const mistake of session.engine.store.state().session.settings.configMistakes) complain(mistake);
	try {
		return await show(session, args, terminal, tour);
	} finally {
		session.stop();
		// Whole, and as the audit file would hold it.
		for (const record of session.lostRecords) process.stderr.write(`audit: ${asciiOnly(record)}\n`);
	}
}

async function show(session: Session, args: Arguments, terminal: TerminalEnvironment, tour: Tour): Promise<number> {
	const look = await loadLook(session.theme, terminal, themeFolders(process.env, homedir()));
	if (typeof look === 'string') return complain(look);
	if (args.isOnce || terminal.isCi) return printOnce(session, look);
	if (!terminal.isInteractive) return printLines(session, look);
	const {watch} = await import('./main/watch.ts');
	await watch(session, look, {hasMouse: args.hasMouse, isRead: terminal.isRead}, tour);
	return 0;
}

async function printReplay(path: string, args: Arguments, terminal: TerminalEnvironment): Promise<number> {
	const look = await loadLook(args.theme ?? 'default', terminal, themeFolders(process.env, homedir()));
	if (typeof look === 'string') return complain(look);
	const {replayFile} = await import('./main/commands/replay-command.ts');
	const replayed = await replayFile(path, look);
	if ('trouble' in replayed) return complain(replayed.trouble);
	process.stdout.write(replayed.frame);
	return 0;
}

async function printLines(session: Session, look: TerminalStyle): Promise<number> {
	const {followLines} = await import('./main/follow-lines.ts');
	const {promise: ended, resolve: end} = Promise.withResolvers<void>();
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	await followLines(session, look, text => process.stdout.write(text), ended);
	return 0;
}

async function printOnce(session: Session, look: TerminalStyle): Promise<number> {
	const [{settle, deadlineMs}, {renderOnce}] = await Promise.all([
		import('./main/once.ts'),
		import('./views/render-once.ts'),
	]);
	const {hasData, missing} = await settle(session.engine);
	process.stdout.write(renderOnce(session.engine.frames.current(), look));
	if (missing.length > 0) complain(`not answered within ${deadlineMs / 1000} s: ${missing.join(', ')}`);
	return hasData ? 0 : 2;
}

function complain(message: string): number {
	printError(`perch: ${message}`);
	return 2;
}

function printError(text: string): void {
	process.stderr.write(`${redactCredentials(text)}\n`);
}

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

/** The stack, for a bug report: function names and places, without the minified source that Node would print. */
function stackOf(error: unknown): readonly string[] {
	return process.argv.includes('--debug') && error instanceof Error
		? `${error.stack}`.split('\n')
		: ['Run it with --debug for the place.'];
}
