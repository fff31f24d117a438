import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {type Sre, startPerch} from '../journeys/support/sre.ts';
import {type Journey, journeyFile, type Picture} from './journey.ts';

/** `npm run pictures -- --record`: goes through a release of the demo and keeps what perch was told, so that the
 * pictures can be drawn again without a cluster. */
export async function recordJourney(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'perch-pictures-'));
	const recordPath = join(folder, 'recording.jsonl');
	const pictures: Picture[] = [];
	const sre = await startPerch(
		{folder, kubeconfigPath: '', prometheusUrl: ''},
		{reach: ['demo', '--seed', '7'], args: ['--record', recordPath]},
	);
	try {
		await takeTour(sre, async (name, title, columns, rows) => {
			sre.resize(columns, rows);
			await settled(sre);
			pictures.push({name, title, atMs: Date.now()});
		});
		await sre.leaves();
		const journey: Journey = {recording: await readFile(recordPath, 'utf8'), pictures};
		await writeFile(journeyFile, gzipSync(JSON.stringify(journey), {level: 9}));
	} finally {
		await sre[Symbol.asyncDispose]();
		await rm(folder, {recursive: true, force: true});
	}
}

/** Long enough for the charts of a wide screen to come. */
async function settled(sre: Sre): Promise<void> {
	const {promise, resolve} = Promise.withResolvers<void>();
	setTimeout(resolve, 6_000);
	await promise;
	await sre.doesNotSee(/loading/);
}

type Show = (name: string, title: string, columns: number, rows: number) => Promise<void>;

async function takeTour(sre: Sre, shows: Show): Promise<void> {
	await sre.sees(/✖.*shop\/checkout/);
	await shows('home', 'perch: who hurts users most', 100, 30);
	await shows('home-wide', 'perch: the list, and the selected release beside it', 160, 45);
	await sre.press('v');
	await shows('panels', 'perch: panels, the worst first', 120, 34);
	await sre.press('escape');
	sre.resize(100, 34);
	await sre.opens('shop/checkout');
	await shows('release', 'perch: is it the canary?', 100, 34);
	await sre.press('=');
	await shows('prove', 'perch: where a figure comes from', 100, 34);
	await sre.press('escape', 'd');
	await sre.sees(/image/);
	await shows('diff', 'perch: what the canary changes', 100, 34);
	await sre.press('escape', 'e');
	await shows('events', 'perch: what happened', 100, 34);
	await sre.press('escape');
	await sre.asks('x');
	await sre.sees(/dry run ok/);
	await shows('back', 'perch: what going back does', 100, 34);
	await sre.confirms();
	await sre.sees(/RECOVERED after/);
	await sre.press('escape');
	await sre.doesNotSee(/Why\?/);
	await shows('recovered', 'perch: did it work?', 100, 34);
}
