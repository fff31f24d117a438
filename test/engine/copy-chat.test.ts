import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {TrafficSample} from '../../source/domain/signals/signals.ts';
import {ident, line} from '../../source/domain/text/safe-text.ts';
import {createDesk, type Desk, type DeskOptions} from './support/desk.ts';
import {confirmTowardStable, deskAt, deskOn, objectsOf} from './support/recorded.ts';
import {down, sample} from './support/session.ts';
import {stepMs, taking, turning, until, worseOnTheWhole} from './support/verdicts.ts';

/** The canary fails one request in ten, stable one in a thousand. */
const harm = () => [sample('checkout-stable', 50, 0.05), sample('checkout-canary', 50, 5)];
const fine = () => [sample('checkout-stable', 50, 0.05), sample('checkout-canary', 50, 0.05)];
const healed = () => [sample('checkout-stable', 100, 0.1), sample('checkout-canary', 0)];
const atFifty = 'argo-canary/06-paused-at-50-after-analysis';

describe('y copies for a chat', () => {
	test('a canary that is worse: the harm, the figures of both versions, what comes next, the way back', async () => {
		await expectCopied(worse(), 'worse');
	});

	test('a canary without harm', async () => {
		const desk = deskOn(atFifty, {world: {trafficAt: fine}});
		until(desk, 'noHarm');
		await expectCopied(desk, 'no-harm');
	});

	test('a release that was taken back: what was done, by whom, by which means, and what proves it', async () => {
		const desk = takenBack(healed);
		desk.advance(60_000);
		await expectCopied(desk, 'recovered');
	});

	test('a release that goes on failing after it was taken back', async () => {
		const desk = takenBack(() => [sample('checkout-stable', 100, 8), sample('checkout-canary', 0)]);
		desk.advance(320_000);
		await expectCopied(desk, 'not-recovered');
	});

	test('figures that are too old to be those of now say so', async () => {
		const desk = worse();
		desk.world.scrapedUntilMs = desk.clock.nowMs();
		desk.advance(120_000);
		await expectCopied(desk, 'stale');
	});

	test('a cluster and a Prometheus that do not answer', async () => {
		const desk = worse();
		desk.world.heartbeatError = down;
		desk.world.pollError = {kind: 'unreachable', status: null, message: line('connection refused')};
		desk.advance(30_000);
		await expectCopied(desk, 'down');
	});

	test('a release that nothing measures', async () => {
		await expectCopied(deskOn(atFifty, {world: {isMetricsConfigured: false}}), 'no-metrics');
	});

	test('a release that its controller calls aborted while pods still serve it', async () => {
		await expectCopied(
			deskOn('argo-bluegreen/05-aborted-after-cutover-unready', {world: {trafficAt: () => []}}),
			'not-reverted',
		);
	});

	test('a release at rest', async () => {
		await expectCopied(deskOn('argo-canary/01-healthy'), 'at-rest');
	});

	test('a release that is gone, with what this session did to it', async () => {
		const desk = takenBack(healed);
		desk.advance(60_000);
		desk.server.become(objectsOf(atFifty).filter(({kind}) => kind !== 'Rollout'));
		desk.sync();
		await expectCopied(desk, 'gone');
	});

	test('the display as it was when it was frozen', async () => {
		const desk = worse();
		desk.press('z');
		desk.world.trafficAt = healed;
		desk.advance(60_000);
		await expectCopied(desk, 'frozen');
	});

	test('all that waits for a person, where no row is marked', async () => {
		const desk = deskAt(atFifty, {world: {trafficAt: harm}});
		desk.advance(60_000);
		desk.press('R');
		expect(desk.state().screen.releasesSelected).toBeNull();
		await expectCopied(desk, 'all-that-waits');
	});

	test('all that hurts users, failing before slower, whether or not it is a release, above what waits', async () => {
		const nowMs = Date.parse('2026-11-21T07:12:31Z');
		const other: readonly RawObject[] = JSON.parse(
			JSON.stringify(objectsOf(atFifty)).replaceAll('"shop"', '"site"'),
			(key, value) => (key === 'uid' ? `${value}-of-site` : value),
		);
		const desk = createDesk({
			objects: [...objectsOf(atFifty), ...other, serviceNamed('ratings')],
			nowMs,
			world: {
				trafficAt: serverMs => [...fine(), sample('ratings', 40, serverMs < nowMs ? 0 : 2)],
				latencyAt: () => [taking(50, 10)('checkout-stable', 50), taking(70, 45)('checkout-canary', 50)],
			},
		});
		// The canary's second pod is warm from 07:13:30 on.
		desk.advance(180_000);
		desk.press('R');
		await expectCopied(desk, 'all-that-hurts');
	});

	test('the marked row of the list, which may be a service without a release', async () => {
		const desk = serviceDesk(() => [sample('ratings', 40, 2)]);
		desk.press('home');
		await expectCopied(desk, 'service');
	});

	test('what is open, though its name and its reasons hold what a chat would change', async () => {
		const desk = deskOn(atFifty, {
			target: {cluster: ident('prod_`eu`_1'), context: line('@channel *prod*')},
			world: {trafficAt: harm},
		});
		desk.advance(60_000);
		await expectCopied(desk, 'hostile');
	});
});

describe('the errors of a copied canary', () => {
	test('are those of the time that shows its harm', () => {
		const text = copiedBy(worseOnTheWhole());
		expect(text).toMatch(/CANARY IS WORSE/);
		expect(text).toMatch(/errors: \*\*about 7\.\d extra failed requests a minute\*\* · canary 2\.9 %, stable 0\.50 %/);
	});

	test('claim no extra failures once the harm is over', () => {
		const desk = deskOn(atFifty, {world: {trafficAt: harm}});
		desk.advance(300_000);
		desk.world.trafficAt = turning(desk.clock.nowMs(), harm, fine);
		until(desk, 'wasWorse');
		desk.advance(stepMs);
		const text = copiedBy(desk);
		expect(text).toMatch(/WAS WORSE .*, not now/);
		expect(text).not.toMatch(/extra failed requests/);
		expect(text).toMatch(/errors: canary \d\.\d %, stable 0\.10 % · .* canary requests failed \(over \d+m/);
	});
});

test('with nothing to copy, y says what to do', () => {
	const desk = createDesk({objects: [], nowMs: Date.parse('2026-11-21T07:12:31Z')});
	desk.advance(2_000);
	desk.press('y');
	expect(desk.given('copy')).toEqual([]);
	expect(desk.state().screen.message?.text).toBe('nothing to copy: mark a row first');
});

test('the text is no longer than a chat reads, and nothing in it is a key of perch', () => {
	const desk = takenBack(healed);
	desk.advance(60_000);
	const text = copiedBy(desk);
	expect(text.split('\n').length).toBeLessThanOrEqual(14);
	expect(text).not.toMatch(/[\ue000-\uf8ff]/);
});

async function expectCopied(desk: Desk, name: string): Promise<void> {
	await expect(`${copiedBy(desk)}\n`).toMatchFileSnapshot(`copied/${name}.md`);
}

function copiedBy(desk: Desk): string {
	desk.press('y');
	return desk.given('copy').at(-1)?.text ?? '';
}

function worse(options: Partial<DeskOptions> = {}): Desk {
	const desk = deskOn(atFifty, {world: {trafficAt: harm}, ...options});
	desk.advance(60_000);
	return desk;
}

function takenBack(after: () => readonly TrafficSample[]): Desk {
	const desk = worse();
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(200);
	desk.server.become(objectsOf('argo-canary/07-aborted'));
	desk.world.trafficAt = after;
	desk.sync();
	return desk;
}

function serviceDesk(trafficAt: () => readonly TrafficSample[]): Desk {
	const objects = [serviceNamed('ratings')];
	const desk = createDesk({objects, nowMs: Date.parse('2026-11-21T07:12:31Z'), world: {trafficAt}});
	desk.advance(30_000);
	return desk;
}

function serviceNamed(name: string): RawObject {
	const service = objectsOf(atFifty).find(({kind}) => kind === 'Service');
	const metadata = {...(service?.metadata as object), name, uid: `u-${name}`};
	return {...service, metadata, spec: {selector: {app: name}}};
}
