import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo({speed: 1});

test('a context that skips the verification says so on every screen, and takes no write', async () => {
	const kubeconfigPath = join(demo.folder, 'insecure-kubeconfig');
	const text = await readFile(demo.kubeconfigPath, 'utf8');
	await writeFile(kubeconfigPath, text.replaceAll(/certificate-authority-data: .*/g, 'insecure-skip-tls-verify: true'));
	await using sre = await startPerch(demo, {kubeconfigPath, columns: 120, rows: 40});
	const says = () => sre.sees(/^[^\n]* READ-ONLY INSECURE /, /INSECURE: the API server's certificate is not verified/);
	await sre.sees(/\d waits? for you/);
	await says();
	for (const [key, screen] of [
		['v', /panels 1-/],
		['v', /SERVICE +FAIL/],
		['R', /RELEASES \d/],
		['?', /promote by one step/],
	] as const) {
		await sre.press(key);
		await sre.sees(screen);
		await says();
	}
	await sre.press('escape');
	await sre.opens('shop/cart');
	for (const [key, screen] of [
		['l', /logs/],
		['e', /events/],
		['d', /diff/],
		['=', /proof|PromQL|promql/],
	] as const) {
		await sre.press(key);
		await sre.sees(screen);
		await says();
		await sre.press('escape');
		await sre.sees(/now +\d+ % of requests/);
	}
	for (const key of ['x', 'p', 'h']) await sre.isRefused(key, /⚠ [^│\n]*read-only/);
	await sre.doesNotSee(/Cancel/);
	await says();
	expect(await demo.perchWrites()).toEqual([]);
	expect(await sre.home.audit()).toEqual([]);
});
