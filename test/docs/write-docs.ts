import {readFileSync, writeFileSync} from 'node:fs';
import {writeTables} from '../../tools/simulate/page.ts';
import {withGeneratedParts} from './backends-doc.ts';
import {codesDoc} from './codes-doc.ts';
import {withProviders} from './meshes-doc.ts';

/** `npm run docs`: the generated parts of docs/backends.md, from the registry and the recorded situations; docs/codes.md;
 * the tables of docs/meshes.md; and the tables of docs/judgement.md, from the figures that `npm run simulate` has kept. */
const page = (name: string) => new URL(`../../docs/${name}`, import.meta.url);
writeFileSync(page('backends.md'), withGeneratedParts(readFileSync(page('backends.md'), 'utf8')));
writeFileSync(page('codes.md'), codesDoc());
writeFileSync(page('meshes.md'), withProviders(readFileSync(page('meshes.md'), 'utf8')));
writeTables();
