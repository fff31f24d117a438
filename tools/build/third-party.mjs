import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';

/** The licence texts and a CycloneDX list of the packages in the bundle. Made from esbuild's metafile, as the
 * published package has no dependencies that a tool could list. */
export async function thirdParty(metafile, {root, version}) {
	const packages = await Promise.all(packageFolders(metafile).map(folder => describe(join(root, folder))));
	packages.sort((a, b) => a.purl.localeCompare(b.purl));
	const distinct = packages.filter((found, index) => found.purl !== packages[index - 1]?.purl);
	return {licences: licencesText(distinct), sbom: sbomJson(distinct, version)};
}

/** Only packages with bytes in the output: code that was read and removed again is not shipped. */
function packageFolders(metafile) {
	const shipped = Object.values(metafile.outputs).flatMap(output =>
		Object.entries(output.inputs).flatMap(([path, {bytesInOutput}]) => (bytesInOutput > 0 ? [path] : [])),
	);
	const folders = shipped.flatMap(path => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
	return [...new Set(folders)];
}

async function describe(folder) {
	const {name, version, license, licenses, author} = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
	const licence = license?.type ?? license ?? licenses?.map(one => one.type ?? one).join(' OR ');
	if (licence === undefined) throw new Error(`${name}@${version} names no licence: it cannot be shipped`);
	const files = (await readdir(folder)).filter(file => /^(licen[cs]e|copying|notice)\b/i.test(file)).sort();
	const texts = await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')));
	const by = typeof author === 'string' ? author : author?.name;
	return {name, version, licence, by, texts, purl: `pkg:npm/${name.replace('@', '%40')}@${version}`};
}

function licencesText(packages) {
	const sections = packages.map(({name, version, licence, by, texts}) => {
		const own = texts.length > 0 ? texts : [`Licence: ${licence}${by === undefined ? '' : `\nAuthor: ${by}`}`];
		return [`${name} ${version} (${licence})`, ...own.map(text => text.trim())].join('\n\n');
	});
	const rule = `\n\n${'-'.repeat(80)}\n\n`;
	return `perch contains code of these packages.${rule}${sections.join(rule)}\n`;
}

function sbomJson(packages, version) {
	const components = packages.map(({name, version: theirs, licence, purl}) => ({
		type: 'library',
		'bom-ref': purl,
		name,
		version: theirs,
		licenses: [{expression: licence}],
		purl,
	}));
	const component = {type: 'application', name: 'perch', version, licenses: [{expression: 'Apache-2.0'}]};
	const bom = {bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata: {component}, components};
	return `${JSON.stringify(bom, undefined, '\t')}\n`;
}
