import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {parse, stringify} from 'yaml';
import {type Demo, startDemo} from './support/demo.ts';
import {createHomeFolder, type HomeFolder} from './support/home-folder.ts';
import {type Sre, startPerch} from './support/sre.ts';

const east = await startDemo({seed: 7});
const west = await startDemo({seed: 8});

interface Kubeconfig {
	readonly clusters: readonly {readonly cluster: object}[];
	readonly users: readonly {readonly user: object}[];
}

/** A home with one kubeconfig that has both clusters, and a configuration that says where the Prometheus of each is. */
async function homeOfBoth(): Promise<HomeFolder> {
	const home = await createHomeFolder(east.folder);
	const named = await Promise.all(
		Object.entries({east, west}).map(async ([name, {kubeconfigPath}]) => {
			const {clusters, users} = parse(await readFile(kubeconfigPath, 'utf8')) as Kubeconfig;
			return {name, cluster: clusters[0]?.cluster, user: users[0]?.user};
		}),
	);
	const kubeconfig = {
		apiVersion: 'v1',
		kind: 'Config',
		clusters: named.map(({name, cluster}) => ({name, cluster})),
		users: named.map(({name, user}) => ({name, user})),
		contexts: [
			...named.map(({name}) => ({name, context: {cluster: name, user: name}})),
			{name: 'broken', context: {cluster: 'gone', user: 'east'}},
		],
	};
	const contexts = Object.entries({east, west}).map(([name, {prometheusUrl}]) => [
		name,
		{protected: false, prometheus: {url: prometheusUrl}},
	]);
	await writeFile(join(home.path, 'kubeconfig'), stringify(kubeconfig));
	await mkdir(join(home.path, '.config/perch'), {recursive: true});
	await writeFile(join(home.path, '.config/perch/config.yaml'), stringify({contexts: Object.fromEntries(contexts)}));
	return home;
}

async function startBoth(): Promise<Sre> {
	const home = await homeOfBoth();
	const args = ['--kubeconfig', join(home.path, 'kubeconfig'), '--contexts', 'east,west', '--refresh', '1'];
	return startPerch(east, {home, reach: args});
}

async function goesToTheOther(sre: Sre): Promise<void> {
	await sre.press(':');
	await sre.types('next cluster');
	await sre.sees(/The next cluster/);
	await sre.press('enter');
}

const writesTo = ({perchWrites}: Demo) => perchWrites();

test('with one of two clusters dead, perch watches the other and writes to it as if it were alone', async () => {
	await using sre = await startBoth();
	await sre.sees(/^perch +east\b.*k8s \d+s · metrics \d+s/m, /shop\/cart/);
	await goesToTheOther(sre);
	await sre.sees(/^perch +west\b.*k8s \d+s · metrics \d+s/m, /shop\/cart/);

	await west.api.kill();
	await sre.sees(/^perch +west\b/m, /API SERVER DOWN/);
	await sre.opens('shop/cart');
	await sre.isRefused('p', /./);
	await sre.press('escape', 'escape', 'escape');

	await goesToTheOther(sre);
	await sre.sees(/^perch +east\b.*k8s \d+s · metrics \d+s/m, /⚠ west: API SERVER DOWN/, /shop\/cart/);
	await sre.opens('shop/cart');
	await sre.asks('x', 'back');
	await sre.confirms();
	await sre.sees(/0% configured/);
	expect(await writesTo(east)).toMatchObject([{method: 'PATCH', status: 200}]);

	await west.restartApi();
	expect(await writesTo(west)).toEqual([]);
	await sre.press('escape', 'escape', 'escape');
	await goesToTheOther(sre);
	await sre.sees(/^perch +west\b.*k8s \d+s/m);
	await sre.doesNotSee(/API SERVER DOWN/);
});

test(':ctx takes another context of the kubeconfig, says why one cannot be opened, and comes back', async () => {
	const home = await homeOfBoth();
	const args = ['--kubeconfig', join(home.path, 'kubeconfig'), '--context', 'east', '--refresh', '1'];
	await using sre = await startPerch(east, {home, reach: args});
	await sre.sees(/^perch +east\b.*k8s \d+s · metrics \d+s/m, /shop\/checkout/);
	const goTo = async (text: string) => {
		await sre.press(':');
		await sre.types(text);
		await sre.sees(new RegExp(`^ +│ > ${text}`, 'm'));
		await sre.press('enter');
	};
	await goTo('ctx broken');
	await sre.sees(/cannot open broken: The context broken names the cluster gone/, /^perch +east\b/m);
	await goTo('ctx west');
	await sre.sees(/^perch +west\b.*k8s \d+s · metrics \d+s/m, /shop\/checkout/);
	await goTo('ns pay');
	await sre.sees(/^perch +west +ns pay\b.*k8s \d+s/m, /pay\/ledger/);
	await sre.doesNotSee(/shop\/checkout/);
	await goTo('ctx east');
	await sre.sees(/^perch +east +all ns\b.*k8s \d+s · metrics \d+s/m, /shop\/checkout/);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});
