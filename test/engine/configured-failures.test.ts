import {describe, expect, test} from 'vitest';
import type {AnchorKey} from '../../source/domain/cluster/keys.ts';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {FailureConfiguration, FailureSettings} from '../../source/domain/settings/failure-settings.ts';
import type {ProveView} from '../../source/engine/screens/prove/prove.ts';
import {renderOnce} from '../../source/views/render-once.ts';
import {evidenceRowsText} from '../../source/views/screens/evidence-text.ts';
import {looks} from '../frames/look.ts';
import {annotated} from './support/annotated.ts';
import type {Desk} from './support/desk.ts';
import {homeOf, homeRow} from './support/home.ts';
import {errors, hourMs, proving, told} from './support/proving.ts';
import {checkout, deskAt, deskOn, objectsOf} from './support/recorded.ts';
import {answered} from './support/session.ts';
import {paused, stepMs, until, verdictNow} from './support/verdicts.ts';

const only = (...failing: readonly string[]): FailureSettings => ({http: {failing, except: []}});
const inFile = (
	all: FailureSettings,
	services: Readonly<Record<string, FailureSettings>> = {},
): FailureConfiguration => ({
	all: {settings: all, namespaces: {}, services},
	context: {settings: {}, namespaces: {}, services: {}},
	writtenAtMs: 0,
});

/** Both versions are alike by 5xx; of the canary's requests one in ten is answered with 429, of stable's one in 200. */
const limited = () => [
	answered('checkout-stable', {200: 94.05, 429: 0.475, 503: 0.475}),
	answered('checkout-canary', {200: 4.475, 429: 0.5, 503: 0.025}),
];
const catalog = () => [answered('catalog', {200: 80, 404: 20})];

describe('a status that the configuration lists', () => {
	test('counts in the figures of the rows that it is configured for', () => {
		const trafficAt = () => [...limited(), ...catalog()];
		const ratios = (failures?: FailureConfiguration) => {
			const desk = deskAt(paused, {world: {trafficAt}, ...(failures && {settings: {failures}})});
			desk.advance(10_000);
			return ['shop/catalog', 'shop/checkout'].map(name => failingRatio(desk, name));
		};
		expect(ratios()).toEqual([0, 0.005]);
		expect(ratios(inFile(only('5xx', '404')))).toEqual([0.2, 0.005]);
		expect(ratios(inFile({}, {'shop/catalog': only('404')}))).toEqual([0.2, 0.005]);
		expect(ratios(inFile(only('5xx', '429')))).toEqual([0, 0.014_75]);
	});

	test('is no trouble where it is as usual', () => {
		const desk = deskAt(paused, {world: {trafficAt: catalog}, settings: {failures: inFile(only('404'))}});
		desk.advance(120_000);
		expect(failingRatio(desk, 'shop/catalog')).toBe(0.2);
		expect(homeOf(desk).summary.hurt).toMatchObject({count: 0});
	});

	test('is what is usual by the middle one of the days as that status is counted', () => {
		// On the second of the days of which the failures by 5xx are the middle ones, nothing was answered with 404.
		const dayMs = 86_400_000;
		const trafficAt = (serverMs: number) => {
			const daysAgo = Math.round((nowMs - serverMs) / dayMs);
			if (daysAgo === 1) return [answered('catalog', {200: 79, 404: 20, 503: 1})];
			if (daysAgo === 2) return [answered('catalog', {200: 98, 503: 2})];
			return daysAgo === 3 ? [answered('catalog', {200: 75, 404: 22, 503: 3})] : catalog();
		};
		const {nowMs} = deskNow();
		const desk = deskAt(paused, {world: {trafficAt}, settings: {failures: inFile(only('404'))}});
		desk.advance(10_000);
		desk.press('/');
		desk.type('catalog');
		desk.press('enter');
		expect(homeOf(desk).explained?.sentences.join(' ')).toContain('usually 20 %');
	});

	test('convicts a canary that has more of it, and not without', () => {
		const desk = deskOn(paused, {nowMs: deskNow().nowMs + hourMs, world: {trafficAt: limited}});
		desk.advance(60_000);
		expect(verdictNow(desk)?.kind).not.toBe('worse');
		const ruled = deskOn(paused, {
			nowMs: deskNow().nowMs + hourMs,
			world: {trafficAt: limited},
			settings: {failures: inFile(only('5xx', '429'))},
		});
		until(ruled, 'worse');
		expect(ruled.given('ask').find(({question}) => question === 'slices')?.asked).toMatchObject({
			rule: {http: {failing: ['5xx', '429'], except: [], isBesideOwn: false}, grpc: null},
		});
	});

	test('that is excepted counts no more', () => {
		const failures = inFile({http: {failing: ['5xx'], except: ['503']}});
		const desk = deskAt(paused, {world: {trafficAt: limited}, settings: {failures}});
		desk.advance(10_000);
		expect(failingRatio(desk, 'shop/checkout')).toBe(0);
	});
});

describe('the key =', () => {
	test('names the rule with where it comes from, and each series is counted by it', () => {
		const failures = inFile({}, {'shop/checkout': {http: {failing: ['5xx', '429'], except: ['503']}}});
		const desk = rowProof(proving({trafficAt: limited}, hourMs, {settings: {failures}}));
		const {proof} = viewOf(desk);
		expect(textOf(desk)).toContain(
			"failed is HTTP 5xx, 429, not 503 by the service's configuration · gRPC, and what got no answer, by the mesh's own rule: response_code 5xx",
		);
		if (proof.raw.kind !== 'series') throw new Error('no series are told');
		expect(proof.raw.sums.failuresPerSecond).toBeCloseTo(0.975);
		expect(proof.equations[0]).toMatchObject({kind: 'ratio', failuresPerSecond: expect.closeTo(0.975)});
		expect(proof.raw.series.map(one => one.failuresPerSecond)).toEqual([0.5, 0.475, 0, 0, 0, 0]);
	});

	test('says where only classes are told of statuses that the rule tells apart', () => {
		const trafficAt = () => [answered('checkout-stable', {'2xx': 95, '5xx': 5})];
		const failures = inFile({http: {failing: ['5xx'], except: ['503']}});
		const desk = rowProof(proving({trafficAt}, hourMs, {settings: {failures}}));
		expect(textOf(desk)).toContain("of 5 requests/s too little of the status is told: the mesh's own rule counts them");
		expect(viewOf(desk).proof.equations[0]).toMatchObject({failuresPerSecond: 5});
	});

	test('names the rule of the mesh alone where nothing is configured', () => {
		const desk = rowProof(proving({trafficAt: limited}, hourMs));
		expect(textOf(desk)).toContain('failed is response_code 5xx, or 0 (no answer)');
		expect(textOf(desk)).not.toContain('own rule');
	});

	test('says that the file was written after the canary came', () => {
		const written = (writtenAtMs: number) =>
			told(proving({trafficAt: limited}, 0, {settings: {failures: {...inFile(only('5xx')), writtenAtMs}}})).rules
				.writtenMs;
		expect(written(deskNow().nowMs - hourMs)).toBeNull();
		expect(written(deskNow().nowMs)).toBe(deskNow().nowMs);
	});
});

describe('an annotation', () => {
	const of429 = withAnnotations({'perch.dev/failures-http': '429'});

	test('adds to what fails, on every screen', () => {
		const desk = rowProof(proving({trafficAt: limited}, hourMs, {objects: of429}));
		expect(textOf(desk)).toContain(
			"failed is HTTP 429 by annotation · and all that the mesh's own rule names: response_code",
		);
		expect(viewOf(desk).proof.equations[0]).toMatchObject({failuresPerSecond: expect.closeTo(1.475)});
	});

	test.each([
		['5xx, not 503', 'an annotation may only add failures; the configuration may take them away'],
		['none', 'must be statuses from 300 to 599, or classes such as 4xx, with commas between them'],
	])('of "%s" takes nothing away, and is said not to count', (value, because) => {
		const desk = rowProof(
			proving({trafficAt: limited}, hourMs, {objects: withAnnotations({'perch.dev/failures-http': value})}),
		);
		expect(viewOf(desk).proof.equations[0]).toMatchObject({failuresPerSecond: expect.closeTo(0.5)});
		expect(textOf(desk)).toContain(`unused perch.dev/failures-http "${value}": ${because}`);
	});

	test('may not make fail what the file says does not', () => {
		const failures = inFile({http: {failing: ['5xx'], except: ['503']}});
		const objects = withAnnotations({'perch.dev/failures-http': '503'});
		const desk = rowProof(proving({trafficAt: limited}, hourMs, {objects, settings: {failures}}));
		expect(viewOf(desk).proof.equations[0]).toMatchObject({failuresPerSecond: 0});
		expect(textOf(desk)).toContain('unused perch.dev/failures-http "503": 503 does not fail by the configuration');
	});

	test('that comes after the canary changes the figures, and not the verdict: = says so', () => {
		const desk = proving({trafficAt: limited}, hourMs);
		const before = desk.state().metrics.evidence[checkout]?.judging?.signals;
		desk.server.become(of429);
		desk.sync();
		desk.advance(10 * stepMs);
		expect(errors(desk).verdict.kind).not.toBe('worse');
		expect(desk.state().metrics.evidence[checkout]).toMatchObject({failures: null, judging: {signals: before}});
		expect(rowRatio(desk)).toBe(0.014_75);
		expect(changedTexts(desk)).toEqual([
			"failed is HTTP 429 by annotation in the figures of now, and what the mesh's own rule names for the verdict on this canary: the change counts for the next canary",
		]);
	});

	test('that goes after the canary came counts for this canary', () => {
		const desk = proving({trafficAt: limited}, hourMs, {objects: of429});
		expect(errors(desk).verdict.kind).toBe('worse');
		desk.server.become(objectsOf(paused));
		desk.sync();
		desk.advance(10 * stepMs);
		expect(rowRatio(desk)).toBe(0.005);
		expect(errors(desk).verdict.kind).toBe('worse');
		expect(desk.state().metrics.evidence[checkout]?.failures?.rule.http?.failing).toEqual(['429']);
		expect(changedTexts(desk)[0]).toContain("failed is what the mesh's own rule names in the figures of now");
	});
});

function withAnnotations(annotations: Readonly<Record<string, string>>): readonly RawObject[] {
	return annotated(objectsOf(paused), 'Rollout', annotations);
}

function deskNow() {
	return {nowMs: deskAt(paused).clock.nowMs()};
}

function failingRatio(desk: Desk, name: string): number {
	return ratioOf(desk, homeRow(desk, name).key);
}

function rowRatio(desk: Desk): number {
	return ratioOf(desk, checkout);
}

function ratioOf(desk: Desk, key: AnchorKey): number {
	const total = desk.context.derive.traffic(desk.state())?.rows.get(key)?.total;
	return total ? Math.round((100_000 * total.errorsPerSecond) / total.requestsPerSecond) / 100_000 : Number.NaN;
}

/** On the errors of the whole row. */
function rowProof(desk: Desk): Desk {
	desk.press('up', 'up', 'up');
	desk.advance(100);
	return desk;
}

function viewOf(desk: Desk): ProveView {
	const {screen} = desk.frame();
	if (screen.kind !== 'prove') throw new Error(`the screen is ${screen.kind}`);
	return screen.view;
}

/** All that the screen says, as one line. */
function textOf(desk: Desk): string {
	const tall = {...desk.frame(), size: {columns: 160, rows: 120}};
	return renderOnce(tall as ReturnType<Desk['frame']>, looks.noColour)
		.replaceAll(/\u001b\[[\d;]*m/g, '')
		.replaceAll(/\s+/g, ' ');
}

function changedTexts(desk: Desk): readonly string[] {
	const rows = evidenceRowsText(told(desk), desk.clock.nowMs());
	const from = rows.findIndex(({label}) => label === 'changed');
	return from === -1 ? [] : rows.slice(from, from + 1).map(({text}) => text);
}
