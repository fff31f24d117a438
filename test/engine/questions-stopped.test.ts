import {expect, test} from 'vitest';
import {ok} from '../../source/domain/result.ts';
import {createMetricsRunner} from '../../source/engine/asking/metrics-runner.ts';
import {questions} from '../../source/engine/questions/questions.ts';
import {meshes} from '../../source/meshes/registry.ts';
import {createFakeApiServer} from './support/fake-api-server.ts';
import {createScriptedPorts} from './support/scripted-ports.ts';
import {createVirtualClock} from './support/virtual-clock.ts';

test.each([0, 1, 2, 3, 5, 8])(
	'questions that are stopped after %i answers of Prometheus ask nothing more',
	async after => {
		const clock = createVirtualClock(Date.parse('2026-11-21T07:12:31Z'));
		const ports = createScriptedPorts(createFakeApiServer([]), clock);
		const stopping = new AbortController();
		const runner = createMetricsRunner({
			meshes,
			isOrdered: false,
			questions,
			connectMetrics: async () => ok(ports.metrics),
			dispatch: () => {},
			signal: stopping.signal,
		});
		runner.run({kind: 'connectMetrics', generation: 1});
		for (let answer = 0; answer < after; answer += 1) await Promise.resolve();
		stopping.abort();
		runner.stop();
		const asked = ports.queries.length;
		await clock.advanceAsync(60_000);
		expect(ports.queries).toHaveLength(asked);
	},
);
