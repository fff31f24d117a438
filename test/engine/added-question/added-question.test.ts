import {expect, test} from 'vitest';
import {err, ok} from '../../../source/domain/result.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';
import {createMetricsRunner} from '../../../source/engine/asking/metrics-runner.ts';
import {answerOf, toldBy} from '../../../source/engine/questions/question.ts';
import {questions} from '../../../source/engine/questions/questions.ts';
import type {EventBody} from '../../../source/engine/state/events.ts';
import {istio} from '../../../source/meshes/istio/istio.ts';
import type {MetricsError} from '../../../source/ports/metrics.ts';
import {answerTo, askings, queryOf, slowly} from '../support/asking.ts';
import type {Desk} from '../support/desk.ts';
import {deskAt} from '../support/recorded.ts';
import {narrow, sample} from '../support/session.ts';
import {storedMetrics} from '../support/stored-metrics.ts';
import {scrapedProxies} from './scraped-proxies.ts';

/** The one line that adds a question. */
const withAdded = [...questions, scrapedProxies];

const refused: MetricsError = {kind: 'unreachable', status: null, message: safe`connection refused`};

function openDesk(): Desk {
	const desk = deskAt('argo-canary/01-healthy', {
		questions: withAdded,
		size: narrow,
		world: {trafficAt: () => [sample('checkout', 100)], answerTo: () => ok(12)},
	});
	desk.press('home', 'enter');
	desk.advance(1_000);
	return desk;
}

const openKey = (desk: Desk) => {
	const place = desk.state().screen.stack.at(-1);
	if (place?.kind !== 'release') throw new Error(`${place?.kind} is open`);
	return place.key;
};

test('an added question is asked while it is wanted, at its own pace, and its answer is kept under its key', () => {
	const desk = openDesk();
	expect(toldBy(scrapedProxies, desk.state().metrics, openKey(desk))).toBe(12);
	const first = askings(desk, scrapedProxies).length;
	desk.advance(19_000);
	expect(askings(desk, scrapedProxies)).toHaveLength(first);
	desk.advance(2_000);
	expect(askings(desk, scrapedProxies)).toHaveLength(first + 1);
	desk.press('escape');
	desk.advance(60_000);
	expect(askings(desk, scrapedProxies)).toHaveLength(first + 1);
});

test('an added question that fails keeps its earlier answer, and is asked again after its own time', () => {
	const desk = openDesk();
	const key = openKey(desk);
	desk.world.answerTo = () => err(refused);
	desk.advance(21_000);
	expect(answerOf(scrapedProxies, desk.state().metrics, key)).toMatchObject({told: {data: 12}, error: refused});
	const failed = askings(desk, scrapedProxies).length;
	desk.world.answerTo = () => ok(13);
	desk.advance(6_000);
	expect(askings(desk, scrapedProxies)).toHaveLength(failed + 1);
	expect(answerOf(scrapedProxies, desk.state().metrics, key)).toMatchObject({told: {data: 13}, error: null});
});

test('an added question is asked once at a time, and an answer of an older generation is dropped', () => {
	const desk = openDesk();
	desk.world.latencyMs = slowly(scrapedProxies);
	desk.advance(120_000);
	const {generation, isRunning} = queryOf(desk, scrapedProxies);
	expect(isRunning).toBe(true);
	expect(askings(desk, scrapedProxies).at(-1)?.generation).toBe(generation);
	desk.dispatch(answerTo(scrapedProxies, generation - 1, ok(99)));
	expect(toldBy(scrapedProxies, desk.state().metrics, openKey(desk))).toBe(12);
	desk.dispatch(answerTo(scrapedProxies, generation, ok(14)));
	expect(toldBy(scrapedProxies, desk.state().metrics, openKey(desk))).toBe(14);
});

test('the runner asks an added question of the connected Prometheus', async () => {
	const told = Promise.withResolvers<EventBody>();
	const runner = createMetricsRunner({
		meshes: [istio],
		isOrdered: false,
		questions: withAdded,
		connectMetrics: async () => ok(storedMetrics([{service: 'catalog', perSecond: 10}])),
		dispatch(happening) {
			if (happening.kind === 'metricsConnected')
				runner.run({
					kind: 'ask',
					question: scrapedProxies.id,
					generation: 1,
					asked: {anchor: 'service:prod/shop/catalog'},
				});
			else told.resolve(happening);
		},
		signal: new AbortController().signal,
	});
	runner.run({kind: 'connectMetrics', generation: 1});
	const happening = await told.promise;
	expect(happening).toMatchObject({kind: 'answered', question: scrapedProxies.id, result: {ok: true}});
	runner.stop();
});
