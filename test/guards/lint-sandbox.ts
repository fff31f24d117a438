import {execFile} from 'node:child_process';
import {cp, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** One finding of the linter. Findings of our own GritQL rules all have the rule `plugin`. */
export interface Diagnostic {
	readonly rule: string;
	readonly message: string;
	/** Counted from 1. */
	readonly line: number;
}

export interface LintSandbox {
	plant(path: string, code: string): Promise<void>;
	/** Findings by path, for the files that have any. */
	lint(): Promise<ReadonlyMap<string, readonly Diagnostic[]>>;
	remove(): Promise<void>;
}

const project = fileURLToPath(new URL('../../', import.meta.url));

/** An empty project outside the repository with the repository's own lint configuration. */
export async function lintSandbox(): Promise<LintSandbox> {
	const root = await mkdtemp(join(tmpdir(), 'perch-lint-'));
	await cp(join(project, 'biome.json'), join(root, 'biome.json'));
	await cp(join(project, 'tools/lint'), join(root, 'tools/lint'), {recursive: true});
	return {
		async plant(path, code) {
			await mkdir(dirname(join(root, path)), {recursive: true});
			await writeFile(join(root, path), `${code}\n`);
		},
		async lint() {
			return byPath(await runBiome(root));
		},
		remove: () => rm(root, {recursive: true, force: true}),
	};
}

interface Report {
	readonly diagnostics: readonly {
		readonly category: string;
		readonly message: string;
		readonly location: {readonly path: string; readonly start?: {readonly line: number}};
	}[];
}

function runBiome(root: string): Promise<Report> {
	const biome = join(project, 'node_modules/@biomejs/biome/bin/biome');
	const parameters = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'];
	return new Promise((resolve, reject) => {
		// One thread: with several, biome has been seen to deadlock on a busy machine of two cores.
		const env = {...process.env, BIOME_THREADS: '1'};
		execFile(process.execPath, parameters, {cwd: root, env, maxBuffer: 64 * 1024 * 1024}, (_error, stdout, stderr) => {
			// Findings make the exit code 1, so only output that is no report is a failure.
			try {
				resolve(JSON.parse(stdout) as Report);
			} catch {
				reject(new Error(`biome gave no report: ${stderr}`));
			}
		});
	});
}

function byPath(report: Report): ReadonlyMap<string, readonly Diagnostic[]> {
	const found = new Map<string, Diagnostic[]>();
	for (const {category, message, location} of report.diagnostics) {
		const findings = found.get(location.path) ?? [];
		findings.push({rule: category, message, line: location.start?.line ?? 0});
		found.set(location.path, findings);
	}
	return found;
}
