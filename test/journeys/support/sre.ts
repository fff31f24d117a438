import {join} from 'node:path';
import {dist} from '../../package/dist.ts';
import type {Demo} from './demo.ts';
import {createHomeFolder, type HomeFolder} from './home-folder.ts';
import {type Ending, openTerminal, type Terminal} from './terminal.ts';

/** An operator in front of perch, who waits for something to be on the screen, never for a time. */
export interface Sre extends AsyncDisposable {
	sees(...patterns: readonly RegExp[]): Promise<void>;
	doesNotSee(pattern: RegExp): Promise<void>;
	/** Presses each key, at a hand's pace: `p`, `enter`, `right`, `ctrl-c`. */
	press(...keys: readonly string[]): Promise<void>;
	types(text: string): Promise<void>;
	/** Marks the row of that name in a list, which stays filtered by the name. */
	selects(name: string): Promise<void>;
	/** Selects and opens the row of that name. */
	opens(name: string): Promise<void>;
	/** Waits longer than a dialog that has just opened ignores keys. */
	reads(): Promise<void>;
	/** Presses a verb's key until its dialog is open; with a label, only once the footer does not show it dimmed. */
	asks(key: string, label?: string): Promise<void>;
	/** Presses the key of a dimmed verb until perch says why it is refused. */
	isRefused(key: string, because: RegExp): Promise<void>;
	/** Moves from Cancel to the confirming button, and sees it marked. */
	choosesToConfirm(): Promise<void>;
	/** In a dialog toward the canary, at its buttons: types the name of the cluster and the reason, and comes back. */
	fillsIn(fields: {readonly name?: string; readonly reason?: string}): Promise<void>;
	/** Goes to the confirming button and presses it; types the name of the cluster first where the dialog asks for it. */
	confirms(): Promise<void>;
	screen(): string;
	resize(columns: number, rows: number): void;
	/** Ctrl-C. */
	leaves(): Promise<Ending>;
	readonly home: HomeFolder;
	readonly terminal: Terminal;
}

export interface SreOptions {
	readonly columns?: number;
	readonly rows?: number;
	readonly args?: readonly string[];
	/** Added to the environment. */
	readonly env?: Readonly<Record<string, string>>;
	readonly home?: HomeFolder;
	readonly kubeconfigPath?: string;
	/** In place of the arguments that name the demo's servers. */
	readonly reach?: readonly string[];
}

/** perch takes keys that come faster than this for a burst that no hand makes. */
const betweenKeysMs = 60;
/** Longer than perch ignores keys after a dialog opened, a paste, a burst or a resize. */
const readingMs = 550;

/** Starts perch on a real terminal against the demo's servers. It is killed at the end of the block. */
export async function startPerch(
	demo: Pick<Demo, 'folder' | 'kubeconfigPath' | 'prometheusUrl'>,
	options: SreOptions = {},
): Promise<Sre> {
	const home = options.home ?? (await createHomeFolder(demo.folder));
	const terminal = openTerminal({
		command: process.execPath,
		args: [join(dist, 'cli.js'), ...(options.reach ?? perchArgs({...demo, ...options})), ...(options.args ?? [])],
		env: {...home.env, ...options.env},
		columns: options.columns ?? 80,
		rows: options.rows ?? 24,
	});
	return createSre(terminal, home);
}

/** The arguments that name the demo's servers. */
export function perchArgs(demo: Pick<Demo, 'kubeconfigPath' | 'prometheusUrl'>): readonly string[] {
	return ['--kubeconfig', demo.kubeconfigPath, '--prometheus', demo.prometheusUrl];
}

export function createSre(terminal: Terminal, home: HomeFolder): Sre {
	const screen = () => terminal.rows().join('\n');

	async function sees(...patterns: readonly RegExp[]): Promise<void> {
		for (const pattern of patterns) await terminal.until(() => pattern.test(screen()), `sees ${pattern}`);
	}

	const doesNotSee = (pattern: RegExp) => terminal.until(() => !pattern.test(screen()), `does not see ${pattern}`);

	async function press(...keys: readonly string[]): Promise<void> {
		for (const key of keys) {
			// Wait before each key, so that the time counts from what was last seen: perch may have taken the last key late.
			await pause(betweenKeysMs);
			terminal.write(sequences[key] ?? key);
		}
	}

	/** Selects by the filter, never by counting rows, because rows change places meanwhile. */
	async function selects(name: string): Promise<void> {
		// A key that comes before the first screen is lost.
		await sees(/\d\+? waits? for you|RELEASES \d/);
		await press('/', 'ctrl-u');
		await sees(/enter keep/);
		await types(name);
		await sees(new RegExp(`/${name}`), new RegExp(`(?:^|[ >*])${name} `, 'm'));
		await press('enter');
		await doesNotSee(/enter keep/);
		await press('home');
		await terminal.until(() => isMarked(name), `the row of ${name} is marked`);
	}

	/** The mark is the row's first sign, or the second one, after that of its state. */
	const isMarked = (name: string) =>
		terminal.rows().some(row => /^.?>/.test(row) && new RegExp(`[ >]${name} `).test(row));

	/** A busy machine may deliver earlier keys as one burst, and another row may just have become the selected one.
	 * perch then says that it does not take the verb's key, and the operator presses it again. */
	async function pressesVerb(key: string, answer: RegExp, isReady = async (): Promise<void> => {}): Promise<void> {
		const notTaken = /keys ignored|look, then press again/;
		do {
			await doesNotSee(notTaken);
			await isReady();
			await press(key);
			await terminal.until(() => answer.test(screen()) || notTaken.test(screen()), `sees ${answer}`);
		} while (!answer.test(screen()));
	}

	const types = (text: string) => press(...text);
	const reads = () => pause(readingMs);

	async function choosesToConfirm(): Promise<void> {
		await sees(/live check .*dry run/);
		await reads();
		await press('right');
		await sees(/ {2}Cancel {2}/);
	}

	/** Sees each key's effect before the next key: a busy machine takes keys late, or as one burst. */
	async function fillsIn({name = '', reason = ''}: {name?: string; reason?: string}): Promise<void> {
		await press('tab');
		await types(name);
		if (name !== '') await sees(new RegExp(`\\(${name}\\) ${name}`));
		await press('tab');
		await sees(/> . reason/);
		await types(reason);
		if (reason !== '') await sees(new RegExp(reason));
		await press('tab');
		await doesNotSee(/> . reason/);
	}

	return {
		sees,
		doesNotSee,
		press,
		types,
		selects,
		async opens(name) {
			await selects(name);
			await press('enter');
			await sees(new RegExp(`^${name} `));
		},
		reads,
		choosesToConfirm,
		fillsIn,
		asks: (key, label) =>
			pressesVerb(key, /\bCancel\b|esc cancels/, async () => {
				if (label !== undefined) await sees(new RegExp(`(?:^| )${key} ${label}`, 'm'));
			}),
		isRefused: (key, because) => pressesVerb(key, because),
		async confirms() {
			await choosesToConfirm();
			if (/type the cluster's name/.test(screen())) await fillsIn({name: 'demo'});
			await reads();
			await press('enter');
		},
		screen,
		resize: terminal.resize,
		async leaves() {
			await press('ctrl-c');
			return terminal.ended;
		},
		home,
		terminal,
		async [Symbol.asyncDispose]() {
			terminal.kill('SIGKILL');
			await terminal.ended;
		},
	};
}

const sequences: Readonly<Record<string, string>> = {
	enter: '\r',
	tab: '\t',
	escape: '\u001b',
	backspace: '\u007f',
	'ctrl-c': '\u0003',
	'ctrl-d': '\u0004',
	'ctrl-u': '\u0015',
	up: '\u001b[A',
	down: '\u001b[B',
	right: '\u001b[C',
	left: '\u001b[D',
	home: '\u001b[H',
};

function pause(ms: number): Promise<void> {
	return new Promise(resolve => {
		setTimeout(resolve, Math.max(0, ms));
	});
}
