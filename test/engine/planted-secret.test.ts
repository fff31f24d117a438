import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Json, JsonObject, RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {Desk} from './support/desk.ts';
import {confirmTowardCanary, deskOn, objectsOf} from './support/recorded.ts';

const situation = 'deployment/04-second-revision';

/** A recorded cluster in which each pod template, Event and condition holds the secret at every place where operators
 * put one. */
function planted(secret: string): Desk {
	const objects = objectsOf(situation).map(object => plant(object, secret) as RawObject);
	return deskOn(situation, {objects, size: {columns: 160, rows: 300}});
}

function plant(value: Json, secret: string): Json {
	if (Array.isArray(value)) return value.map(item => plant(item, secret));
	if (value === null || typeof value !== 'object') return value;
	const {containers, message, ...rest} = value as JsonObject;
	const others = Object.entries(rest).map(([key, member]) => [key, plant(member, secret)]);
	const sentence = `Readiness probe failed: exec ["mysql",${JSON.stringify(`--password=${secret}`)}] exited with 1`;
	return {
		...Object.fromEntries(others),
		...(Array.isArray(containers)
			? {containers: containers.map(one => ({...(one as JsonObject), ...holding(secret)}))}
			: {}),
		...(typeof message === 'string' ? {message: `${message}: ${sentence}`} : {}),
	};
}

function holding(secret: string): JsonObject {
	const headers = [{name: 'Authorization', value: `Basic ${secret}`}];
	return {
		env: ['DB_PASSWORD', 'my/key'].map(name => ({name, value: secret})),
		command: ['sh', '-c', `export PGPASSWORD='${secret}'; exec run`],
		args: [`--db-password=${secret}`, '--token', secret, `{"apiKey":${JSON.stringify(secret)}}`],
		readinessProbe: {httpGet: {path: '/ready', port: 8080, httpHeaders: headers}},
		lifecycle: {preStop: {exec: {command: ['mysql', `--password=${secret}`, 'flush']}}},
	};
}

/** Where the secret is in all that can be read: the frame, what was recorded of whole objects and Events, and the audit
 * records. */
function hushIn(desk: Desk): readonly string[] {
	const told = desk.events.filter(({kind}) => kind === 'objectsRead' || kind === 'watchesUpdated');
	const {objects} = desk.state().cluster;
	const text = JSON.stringify([desk.frame(), told, objects, desk.given('record'), desk.given('postEvent')]);
	return text.match(/.{80}hush.{10}/g) ?? [];
}

const secrets = fc
	.array(fc.constantFrom(' ', ',', ';', '&', '"', '/', '@', ':', '='), {minLength: 1, maxLength: 3})
	.map(signs => signs.map(sign => `hush${sign}`).join(''))
	.map(text => `${text}hush`);

test('a planted secret is in no describe, no diff, no event and no audit record', () => {
	fc.assert(
		fc.property(secrets, secret => {
			const desk = planted(secret);
			expect(JSON.stringify(desk.server.objects())).toContain('hush');
			const shown: string[] = [];
			const look = (...keys: readonly string[]) => {
				desk.press(...keys);
				desk.advance(1_000);
				const {screen} = desk.frame();
				shown.push(screen.kind);
				expect(hushIn(desk)).toEqual([]);
			};
			look('d');
			look('escape', 'e');
			look('escape', ':', ...'describe', 'enter');
			for (let at = 0; at < 6; at += 1) look(']');
			look('escape', 'b');
			look('enter');
			confirmTowardCanary(desk);
			desk.advance(5_000);
			expect(new Set(shown)).toEqual(new Set(['diff', 'events', 'describe', 'release']));
			expect(desk.given('record').length).toBeGreaterThan(0);
			expect(hushIn(desk)).toEqual([]);
		}),
		{numRuns: 8},
	);
});
