import {expect, test} from 'vitest';
import {clusterOf, type ReleaseKey, releaseKey} from '../../source/domain/cluster/keys.ts';
import {err, ok} from '../../source/domain/result.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {clusterFreshness} from '../../source/engine/evidence/freshness.ts';
import {questions} from '../../source/engine/questions/questions.ts';
import {stateOf} from '../../source/engine/reduce-shell.ts';
import {replay} from '../../source/engine/replay.ts';
import {screens} from '../../source/engine/screens/screens.ts';
import {ROLLOUTS} from '../../source/kinds/argo-rollouts/rollout.ts';
import {meshes} from '../../source/meshes/registry.ts';
import {policyReaders} from '../../source/policies/registry.ts';
import {releaseBackends} from '../../source/releases/registry.ts';
import {extentOf} from '../../source/views/screens/extent-of.ts';
import {type Both, bannersOf, east, namesNone, size, startBoth, west} from './support/both-clusters.ts';
import {keyOf} from './support/keys.ts';
import type {ScriptedPorts} from './support/scripted-ports.ts';

const checkoutIn = (cluster: typeof east): ReleaseKey => releaseKey(cluster, ROLLOUTS.id, 'shop', 'checkout');
const inCluster = ({engine}: Both, id: typeof east) => stateOf(engine.store.shell(), id);

function writesOf({journal}: ScriptedPorts): readonly string[] {
	return journal.filter(what => what === 'patch' || what === 'post' || what === 'delete');
}

test('a dead cluster changes nothing about the cluster on screen but for a banner with its name', async () => {
	const both = await startBoth(true);
	const {engine, clock} = both;
	await both.press('home');
	const {homeSelected} = engine.store.state().screen;
	expect(homeSelected).toBe(checkoutIn(east));
	await clock.advanceAsync(60_000);
	expect(clusterFreshness(inCluster(both, west)).state).toBe('failed');
	expect(clusterFreshness(engine.store.state()).state).toBe('fresh');
	expect(engine.store.state().screen).toMatchObject({focus: east, homeSelected});
	expect(bannersOf(engine)).toEqual([namesNone, 'west/2: API SERVER DOWN · connection refused']);
});

test('the same release in two clusters has two keys, and a verb is written to its own cluster alone', async () => {
	const both = await startBoth(false);
	const {engine, eastern, western} = both;
	const [here, there] = [east, west].map(id => engine.store.shell().clusters.get(id)?.intents.length);
	expect([here, there]).toEqual([0, 0]);
	engine.store.dispatch({kind: 'selected', key: checkoutIn(west)});
	expect(engine.store.state().screen).toMatchObject({focus: west, homeSelected: checkoutIn(west)});
	await both.press('enter', 'x');
	await both.press('right', 'enter');
	expect(writesOf(western)).toEqual(['patch']);
	expect(writesOf(eastern)).toEqual([]);
	const [intent] = inCluster(both, west).intents;
	expect(intent && clusterOf(intent.release.key)).toBe(west);
	expect(inCluster(both, east).intents).toEqual([]);
});

test('a verb that is asked for with a release goes to the cluster of that release', async () => {
	const both = await startBoth(false);
	const {engine} = both;
	engine.store.dispatch({kind: 'requested', verb: 'back', release: checkoutIn(west), answers: []});
	expect(engine.store.state().screen.focus).toBe(east);
	expect(inCluster(both, west).intents.map(({verb}) => verb)).toEqual(['back']);
	expect(inCluster(both, east).intents).toEqual([]);
	const [intent] = inCluster(both, west).intents;
	if (!intent) throw new Error('no intent');
	engine.store.dispatch({kind: 'cancelled', intentId: intent.id});
	expect(inCluster(both, west).intents[0]?.phase.kind).toBe('cancelled');
});

test('nextCluster opens the first screen of the next cluster, and after the last cluster of the first', async () => {
	const both = await startBoth(false);
	const {engine} = both;
	await both.press('home', 'enter');
	engine.store.dispatch({kind: 'acted', action: 'nextCluster'});
	const first = {homeSelected: checkoutIn(west), isFollowingTop: true};
	expect(engine.store.state().screen).toMatchObject({focus: west, stack: [{kind: 'home'}], ...first});
	engine.store.dispatch({kind: 'acted', action: 'nextCluster'});
	expect(engine.store.state().screen.focus).toBe(east);
});

test('a verb is not taken at once from the first row of a cluster that has just come on screen', async () => {
	const both = await startBoth(false);
	const {engine, clock} = both;
	engine.store.dispatch({kind: 'acted', action: 'nextCluster'});
	await both.press('x');
	const message = {text: 'another row has just come first: look, then press again'};
	expect(engine.store.state().screen).toMatchObject({dialog: null, message});
	await clock.advanceAsync(2_000);
	await both.press('x');
	expect(engine.store.state().screen.dialog).not.toBeNull();
});

test('an open dialog keeps its cluster on screen', async () => {
	const both = await startBoth(false);
	const {engine} = both;
	await both.press('home', 'enter', 'x');
	expect(engine.store.state().screen.dialog).not.toBeNull();
	engine.store.dispatch({kind: 'acted', action: 'nextCluster'});
	engine.store.dispatch({kind: 'selected', key: checkoutIn(west)});
	expect(engine.store.state().screen).toMatchObject({focus: east, dialog: {mode: 'confirm'}});
});

test('quitting asks while a request is under way in a cluster that is not on screen', async () => {
	const both = await startBoth(false);
	const {engine, western, exits} = both;
	const never = Promise.withResolvers<never>();
	western.cluster.patch = request => (request.isDryRun ? Promise.resolve(ok(undefined as never)) : never.promise);
	engine.store.dispatch({kind: 'selected', key: checkoutIn(west)});
	await both.press('enter', 'x');
	await both.press('right', 'enter');
	await both.press('escape');
	engine.store.dispatch({kind: 'acted', action: 'nextCluster'});
	await both.press('q');
	expect(engine.store.state().screen.focus).toBe(east);
	expect(exits).toEqual([]);
	expect(engine.store.state().screen.message?.text).toContain('a request is under way');
	await both.press('q');
	expect(exits).toHaveLength(1);
});

test('a frozen display is frozen in every cluster, and thaws in every cluster', async () => {
	const both = await startBoth(false);
	await both.press('z');
	expect([inCluster(both, east).frozen?.atMs, inCluster(both, west).frozen?.atMs]).toEqual([
		expect.any(Number),
		expect.any(Number),
	]);
	both.engine.store.dispatch({kind: 'acted', action: 'nextCluster'});
	await both.press('z');
	expect([inCluster(both, east).frozen, inCluster(both, west).frozen]).toEqual([null, null]);
});

test('replaying a recording of two clusters gives the same last frame', async () => {
	const both = await startBoth(true);
	await both.press('home', 'enter');
	const {engine, events} = both;
	engine.frames.flush();
	const sessions = [...engine.store.shell().clusters.values()].map(({session}) => session);
	const registries = {backends: releaseBackends, meshes, policyReaders, questions, screens, extentOf};
	expect(replay(registries, {sessions, size, events}).frame).toEqual(engine.frames.current());
});

test('keys that follow a change of the cluster in one burst are dropped: they were meant for the cluster before', async () => {
	const both = await startBoth(false);
	const {engine} = both;
	const keys = [':', ...'the next cluster', 'enter', 'home', 'enter'].map(keyOf);
	engine.store.dispatch({kind: 'inputReceived', input: {kind: 'keys', keys}});
	expect(engine.store.state().screen).toMatchObject({focus: west, isFollowingTop: true, stack: [{kind: 'home'}]});
	expect(inCluster(both, west).cluster.followed).not.toContain(checkoutIn(east));
});

test('a refusal in a cluster that is not on screen is said with its name', async () => {
	const both = await startBoth(false);
	const gone = releaseKey(west, ROLLOUTS.id, 'shop', 'gone');
	both.engine.store.dispatch({kind: 'requested', verb: 'back', release: gone, answers: []});
	expect(both.engine.store.state().screen.message?.text).toBe(
		'west/2: the release is not there: deleted, or not read yet',
	);
});

test('a write that ended badly in a cluster that is not on screen stays as a banner', async () => {
	const both = await startBoth(false);
	const {engine, western} = both;
	western.cluster.patch = async ({isDryRun}) =>
		isDryRun ? ok(undefined as never) : err({kind: 'denied', message: ident('denied by a webhook')} as never);
	engine.store.dispatch({kind: 'selected', key: checkoutIn(west)});
	await both.press('enter', 'x');
	await both.press('right', 'enter');
	await both.press('escape');
	engine.store.dispatch({kind: 'acted', action: 'nextCluster'});
	await both.press('escape');
	expect(bannersOf(engine)).toEqual([namesNone, expect.stringMatching(/^west\/2: .*denied by a webhook/)]);
});
