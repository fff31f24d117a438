import {readFileSync, writeFileSync} from 'node:fs';
import {withGeneratedParts} from './backends-doc.ts';

/** `npm run docs`: the generated parts of docs/backends.md, from the registry and the recorded situations. */
const path = new URL('../../docs/backends.md', import.meta.url);
writeFileSync(path, withGeneratedParts(readFileSync(path, 'utf8')));
