import {expect, test} from 'vitest';
import {begin, first, following, podOf} from './support/following.ts';
import {answerJson} from './support/scripted-server.ts';

type Following = Awaited<ReturnType<typeof following>>;

/** Where in its life a log is stopped. */
const moments: Readonly<Record<string, () => Promise<Following>>> = {
	'before the pod is read': () => following([response => begin(response, first)]),
	'while its lines come': async () => {
		const log = await following([response => begin(response, first)]);
		await log.untilLines(4);
		return log;
	},
	'while it waits to try again': async () => {
		const log = await following([
			response => answerJson(response, 503, {kind: 'Status', message: 'not now', code: 503}),
		]);
		await log.until(() => log.queries.length >= 2);
		return log;
	},
	'while it waits for the container to start again': async () => {
		const waiting = {waiting: {reason: 'CrashLoopBackOff'}};
		const log = await following(
			[
				response => {
					begin(response, first);
					response.end();
				},
			],
			{pod: () => podOf({id: 'one', state: waiting, lastId: 'one'})},
		);
		await log.until(() => log.states().at(-1)?.kind === 'ended');
		return log;
	},
};

test.each(Object.entries(moments))(
	'a log that is stopped %s asks for nothing more, and tells nothing',
	async (_, play) => {
		const log = await play();
		log.stop();
		// What was on its way when it was stopped may still arrive at the server.
		await log.clock.advance(1_000);
		const [asked, told] = [log.server.served.length, log.lines().length];
		await log.clock.advance(600_000);
		expect(log.server.served).toHaveLength(asked);
		expect(log.lines()).toHaveLength(told);
	},
);
