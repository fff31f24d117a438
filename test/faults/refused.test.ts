import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {failure} from '../../source/demo/api/status.ts';
import {eventually} from '../eventually.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {type Sre, startPerch} from '../journeys/support/sre.ts';

const demo = await startDemo({speed: 1});

/** A text that nothing else writes: the value of an env that the API server quotes in what it says. */
const secret = 'canary-env-e4da3b7fbbce';
const env = 'spec.template.spec.containers[0].env[0]';
const causes = [
	{
		reason: 'FieldValueInvalid',
		message: `Invalid value: "${secret}": ${env}.value in body should match '^[a-z]+$'`,
		field: `${env}.value`,
	},
	{
		reason: 'FieldValueInvalid',
		message: `Invalid value: core.PodTemplateSpec{Spec:core.PodSpec{Containers:[]core.Container{core.Container{Name:"cart", Env:[]core.EnvVar{core.EnvVar{Name:"DB_DSN", Value:"${secret}"}}}}}}: field is immutable`,
		field: 'spec.template',
	},
	{
		reason: 'FieldValueNotSupported',
		message: `Unsupported value: "${secret}": supported values: "on", "off"`,
		field: `${env}.value`,
	},
];
const list = causes.map(({field, message}) => `${field}: ${message}`).join(', ');
const invalid = failure(422, `Rollout.argoproj.io "cart" is invalid: [${list}]`, {
	reason: 'Invalid',
	details: {name: 'cart', group: 'argoproj.io', kind: 'Rollout', causes},
});

test('a value that the API server quotes when it finds the object invalid is nowhere in what perch shows or keeps', async () => {
	await using sre = await startPerch(demo, {args: ['--debug'], columns: 160, rows: 45});
	const seen: string[] = [];
	const copied: string[] = [];
	const looks = async (...patterns: readonly RegExp[]) => {
		await sre.sees(...patterns);
		seen.push(sre.screen());
	};
	const refusesPatches = (isForReal: boolean) =>
		demo.api.tell({kind: 'apiFault', fault: {kind: 'refused', body: invalid}, match: {method: 'PATCH', isForReal}});
	await sre.opens('shop/cart');

	await refusesPatches(false);
	await sre.asks('x', 'back');
	await looks(/the cluster denies it: the API server finds the changed Rollout cart invalid/);
	await sre.press('d');
	await looks(/PATCH rollouts/);
	await copies(sre, copied);
	await sre.press('escape');
	await sre.doesNotSee(/\[ Cancel \]|PATCH rollouts/);
	await demo.clearFaults();

	await refusesPatches(true);
	await sre.asks('x', 'back');
	await sre.sees(/dry run ok/);
	await sre.confirms();
	await looks(/the API server finds the changed Rollout cart invalid\. Nothing was changed/);
	await sre.press('escape');
	await sre.doesNotSee(/Look again/);
	await copies(sre, copied);
	await sre.press('e');
	await looks(/^shop\/cart +events /, /invalid/);
	await eventually(async () => expect(await sre.home.outcomes()).toEqual(['refused']));
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});

	const {items} = await demo.colleague.get<{readonly items: readonly object[]}>('/api/v1/namespaces/shop/events');
	const left = {
		screen: seen.join('\n'),
		output: sre.terminal.bytes().toString('utf8'),
		copied: copied.join('\n'),
		audit: await readFile(sre.home.auditPath, 'utf8'),
		debug: await readFile(sre.home.debugLogPath, 'utf8'),
		events: JSON.stringify(items),
	};
	expect(left.audit).toContain('the API server finds the changed Rollout cart invalid');
	expect(Object.entries(left).flatMap(([where, text]) => (text.includes(secret) ? [where] : []))).toEqual([]);
});

/** Copies for a chat, and keeps what the file holds then. */
async function copies(sre: Sre, copied: string[]): Promise<void> {
	await sre.press('y');
	await sre.sees(/copied\.md/);
	copied.push(await readFile(join(sre.home.path, '.local/state/perch/copied.md'), 'utf8'));
}
