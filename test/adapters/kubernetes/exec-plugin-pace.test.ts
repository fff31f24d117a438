import {describe, expect, it} from 'vitest';
import {signal} from './support/cluster-for-tests.ts';
import {printCredential} from './support/plugin.ts';
import {setUp} from './support/plugin-login.ts';

describe('a credential that is expired or nearly expired when the plugin prints it', () => {
	const expirationTimestamp = '2020-01-01T00:00:00Z';
	const beats = async (seconds: number, {cluster, clock}: Awaited<ReturnType<typeof setUp>>) => {
		const told = [];
		for (let second = 0; second < seconds; second++) {
			told.push(await cluster.heartbeat(signal));
			await clock.advance(1_000);
		}
		return told;
	};

	it('is sent all the same, as the local clock may be wrong, and is not fetched for each request', async () => {
		const test = await setUp(printCredential({token: 'good', expirationTimestamp}));
		expect((await beats(9, test)).every(({ok}) => ok)).toBe(true);
		expect(test.plugin.runs()).toBe(1);
		await beats(120, test);
		expect(test.plugin.runs()).toBeLessThanOrEqual(5);
	});

	it('is named in the error when the server refuses it', async () => {
		const test = await setUp(printCredential({token: 'stale', expirationTimestamp}));
		const [first] = await beats(9, test);
		expect(first).toMatchObject({
			error: {
				kind: 'noCredential',
				status: 401,
				message: expect.stringContaining(
					"The plugin plugin.sh gave a credential that had expired at 2020-01-01 00:00:00 UTC: log in again, or set this machine's clock",
				),
			},
		});
		expect(test.plugin.runs()).toBe(1);
	});

	it('is replaced once the plugin prints one that lasts', async () => {
		const good = printCredential({token: 'good', expirationTimestamp: '2099-01-01T00:00:00Z'});
		const stale = printCredential({token: 'stale', expirationTimestamp});
		const test = await setUp(`if [ "$(wc -l < "$(dirname "$0")/runs")" -gt 1 ]; then\n${good}\nelse\n${stale}\nfi`);
		const told = await beats(12, test);
		expect(told.at(-1)).toMatchObject({ok: true});
		await beats(120, test);
		expect(test.plugin.runs()).toBe(2);
	});

	it('is not fetched every few seconds when it lasts for seconds', async () => {
		const test = await setUp(printCredential({token: 'good', expirationTimestamp: '2026-11-21T07:40:04Z'}));
		await beats(9, test);
		expect(test.plugin.runs()).toBe(1);
	});
});

describe('a credential plugin that fails', () => {
	it('runs less and less often, and the error says when it runs again', async () => {
		const {cluster, plugin, clock} = await setUp('exit 7');
		await clock.advanceUntil(() => plugin.runs() === 0, 0);
		const runsAfter = async (seconds: number) => {
			for (let second = 0; second < seconds; second++) {
				await clock.advance(1_000);
				await cluster.heartbeat(signal);
			}
			return plugin.runs();
		};
		expect(await cluster.heartbeat(signal)).toMatchObject({
			error: {
				message: expect.stringContaining('plugin.sh ended with 7: it said nothing on stderr · asked again after 10 s'),
			},
		});
		expect(await runsAfter(9)).toBe(1);
		expect(await runsAfter(2)).toBe(2);
		expect(await runsAfter(18)).toBe(2);
		expect(await runsAfter(120)).toBeLessThanOrEqual(5);
	});
});
