// Bundles perch into dist/. `--quiet` prints nothing on success; `--force` builds even if nothing changed.
import {chmod, mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {bundleLauncher, bundleProgram} from './build/bundle.mjs';
import {isUpToDate} from './build/freshness.mjs';
import {thirdParty} from './build/third-party.mjs';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const flags = new Set(process.argv.slice(2));
const say = flags.has('--quiet') ? () => {} : text => process.stdout.write(`${text}\n`);
const metafilePath = join(dist, 'meta.json');

const inputs = ['source', 'tools', 'package.json', 'package-lock.json'].map(path => join(root, path));
if (!flags.has('--force') && (await isUpToDate(metafilePath, inputs))) {
	say('dist is up to date');
} else {
	await buildAll();
}

async function buildAll() {
	const {version} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
	const [program, launcher] = await Promise.all([bundleProgram({root, dist, version}), bundleLauncher({root, dist})]);
	const metafile = {
		inputs: {...program.metafile.inputs, ...launcher.metafile.inputs},
		outputs: {...program.metafile.outputs, ...launcher.metafile.outputs},
	};
	const {licences, sbom} = await thirdParty(metafile, {root, version});
	const files = new Map([
		...[...program.outputFiles, ...launcher.outputFiles].map(file => [basename(file.path), file.contents]),
		['THIRD-PARTY-LICENSES.txt', licences],
		['sbom.cdx.json', sbom],
	]);
	await mkdir(dist, {recursive: true});
	for (const [name, contents] of files) await writeFile(join(dist, name), contents);
	await chmod(join(dist, 'cli.js'), 0o755);
	// Written last, as its age is the age of dist: an interrupted build then runs again.
	await writeFile(metafilePath, JSON.stringify(metafile));
	for (const name of await readdir(dist)) {
		if (!files.has(name) && name !== basename(metafilePath)) await rm(join(dist, name), {recursive: true});
	}
	const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
	say(`dist: ${files.size} files, ${Math.round(bytes / 1024)} KB of program`);
}
