import {execUser, writePlugin} from './plugin.ts';
import {
	answerJson,
	caData,
	clusterOf,
	kubeconfigText,
	loadText,
	type Script,
	scriptedServer,
	testFolder,
} from './scripted-server.ts';
import {createTestClock} from './test-clock.ts';

/** Accepts only requests with this token. */
export const only =
	(token: string): Script =>
	({headers}, response) =>
		headers.authorization === `Bearer ${token}`
			? answerJson(response, 200, {gitVersion: 'v1.34.5', metadata: {resourceVersion: '1'}})
			: answerJson(response, 401, {kind: 'Status', message: 'Unauthorized', code: 401});

/** perch in front of a server, with a credential plugin of this script. */
export async function setUp(body: string, options: {script?: Script; exec?: Readonly<Record<string, unknown>>} = {}) {
	const folder = testFolder();
	const plugin = writePlugin(folder, body);
	const server = await scriptedServer(options.script ?? only('good'));
	const user = execUser(plugin.path, options.exec);
	const text = kubeconfigText({server: server.url, cluster: caData(server), user});
	const clock = createTestClock();
	const env = {PATH: process.env.PATH ?? ''};
	return {folder, plugin, server, clock, cluster: clusterOf(await loadText(text, env, folder), {clock})};
}
