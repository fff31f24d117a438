import {expect, test} from 'vitest';
import type {PodBehind, Release} from '../../source/domain/release/release.ts';
import {ident, safe} from '../../source/domain/text/safe-text.ts';
import {adjustLogs} from '../../source/engine/interest/logs.ts';
import {logProblems} from '../../source/engine/screens/logs/logs-status.ts';
import type {LogsState} from '../../source/engine/state/logs-state.ts';
import type {EngineContext} from '../../source/engine/world/context.ts';
import {createLogBook} from '../../source/logs/log-book.ts';
import {deskOn} from './support/recorded.ts';

test('a pod of the same name in another namespace is another pod to follow', () => {
	const desk = deskOn('argo-canary/02-paused-at-step-1', {logs: createLogBook()});
	desk.press('l');
	desk.advance(1_000);
	const behind = (namespace: string): PodBehind => ({
		namespace: ident(namespace),
		name: safe`web-0`,
		revision: 'uid@one',
	});
	const blue = adjustLogs(withPods([behind('blue')]), desk.state()).state;
	const {commands} = adjustLogs(withPods([behind('green')]), blue);
	expect(commands).toMatchObject([{kind: 'followLogs', follow: {pods: [{namespace: 'green', name: 'web-0'}]}}]);
	expect(adjustLogs(withPods([behind('blue')]), blue).commands).toEqual([]);

	/** The context of the desk, in which the pods of each release stand behind its route. */
	function withPods(podsBehind: readonly PodBehind[]): EngineContext {
		const {derive} = desk.context;
		const releases: typeof derive.releases = state =>
			new Map([...derive.releases(state)].map(([key, one]) => [key, {...one, podsBehind} satisfies Release]));
		return {...desk.context, derive: {...derive, releases}};
	}
});

test('a pod is named with its namespace only where pods of several are read', () => {
	const gone = {state: {kind: 'gone'}, run: null, lines: 0} as const;
	const told = (pods: NonNullable<LogsState['told']>['pods']) =>
		logProblems({
			id: 'one',
			follow: {
				release: 'release:prod/a/shop/web',
				isPrevious: false,
				sinceSeconds: null,
				tailLines: 100,
				pods: [],
			},
			podCount: 2,
			told: {newest: 0, dropped: 0, isGathering: false, pods},
		}).map(({text}) => text);
	expect(told({'blue/web-0': gone})).toEqual(['gone: web-0']);
	const following = {state: {kind: 'following'}, run: null, lines: 0} as const;
	expect(told({'blue/web-0': gone, 'green/web-0': following})).toEqual(['gone: blue/web-0']);
});
