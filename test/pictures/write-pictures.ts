import '../views/resolve-blessed.ts';
import {mkdirSync, writeFileSync} from 'node:fs';
import {drawnPictures} from './journey.ts';
import {recordJourney} from './record.ts';

/** `npm run pictures`: draws docs/pictures from the recorded journey; with `--record`, records it anew before. */
if (process.argv.includes('--record')) await recordJourney();
const folder = new URL('../../docs/pictures/', import.meta.url);
mkdirSync(folder, {recursive: true});
for (const {name, svg} of drawnPictures()) writeFileSync(new URL(`${name}.svg`, folder), svg);
