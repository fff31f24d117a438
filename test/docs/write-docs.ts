import {readFileSync, writeFileSync} from 'node:fs';
import {withGeneratedParts} from './backends-doc.ts';
import {codesDoc} from './codes-doc.ts';

/** `npm run docs`: the generated parts of docs/backends.md, from the registry and the recorded situations; docs/codes.md. */
const page = (name: string) => new URL(`../../docs/${name}`, import.meta.url);
writeFileSync(page('backends.md'), withGeneratedParts(readFileSync(page('backends.md'), 'utf8')));
writeFileSync(page('codes.md'), codesDoc());
