import type {RawObject} from '../../../source/domain/cluster/kube-object.ts';
import {ident} from '../../../source/domain/text/safe-text.ts';
import {createDesk} from '../../engine/support/desk.ts';
import {objectsOf} from '../../engine/support/recorded.ts';
import {served, service} from '../shop/cluster.ts';
import {createLogShelf, writeLogs} from '../shop/logs.ts';
import {type Called, latencyOf, trafficOf} from '../shop/traffic.ts';
import {type FrameCase, frameCase} from './cases.ts';
import {paused} from './releases.ts';

const following = {kind: 'following'} as const;
const hostile = '2\u001b[8m.9\u202e\u200b\u0007 日本語 🚨\u001b[2J';
const longName = 'checkout-orchestration-service-v2-blue';
const longNamespace = 'team-commerce-experience-platform';

/** The recorded release, in which each of these words stands for another. */
function objectsWith(words: Readonly<Record<string, string>>): readonly RawObject[] {
	let text = JSON.stringify(objectsOf(paused));
	for (const [from, to] of Object.entries(words)) text = text.replaceAll(from, JSON.stringify(to).slice(1, -1));
	return JSON.parse(text) as readonly RawObject[];
}

function deskWith(words: Readonly<Record<string, string>>, others: readonly Called[], context = 'prod') {
	const [namespace = 'shop', name = 'checkout'] = [words.shop, words.checkout];
	const usual = {namespace, workload: name, perSecond: 95, failing: 0.001, p50Ms: 45};
	const answers = [
		{...usual, service: `${name}-stable`},
		{...usual, service: `${name}-canary`, perSecond: 5, failing: 0.1, p50Ms: 450},
		...others,
	];
	const logs = createLogShelf();
	const desk = createDesk({
		objects: [...objectsWith(words), ...others.map(({namespace, service: name}) => service(namespace, name))],
		nowMs: Date.parse('2026-11-21T07:11:23Z'),
		logs,
		target: {context: ident(context)},
		world: {served, trafficAt: trafficOf(answers), latencyAt: latencyOf(answers), peakRequestsPerSecond: 110},
	});
	desk.advance(100_000);
	return {desk, logs};
}

const long = () =>
	deskWith(
		{shop: longNamespace, checkout: longName, '2.9.0': '2.9.0-rc.1-gdeadbeef-dirty', '2.8.1': '2.8.1-rc.10-gcafebabe'},
		Array.from({length: 8}, (_, at) => ({
			namespace: longNamespace,
			service: `${longName}-${at}`,
			perSecond: 1_234_567 * at,
		})),
		'arn:aws:eks:eu-west-1:123456789012:cluster/production-commerce-blue',
	);

const strange = () =>
	deskWith(
		{'checkout:2.9.0': `checkout:${hostile}`, 'Rollout updated': hostile.repeat(4), FEATURE_FAST_PATH: hostile},
		[
			{namespace: 'shop', service: 'саrt\u0007\u001b[2J', perSecond: 12},
			{namespace: 'shop', service: '店購物車結帳服務測試環境名稱很長很長很長', perSecond: 12},
		],
		'prod\u001b[2J\u001b[H',
	);

/** Names as long as clusters allow, and text that is meant to fool a terminal. */
export const strangeCases: readonly FrameCase[] = [...casesOf('long-names', long), ...casesOf('hostile', strange)];

function casesOf(state: string, open: () => ReturnType<typeof deskWith>): readonly FrameCase[] {
	const opened =
		(...keys: readonly string[]) =>
		() => {
			const {desk, logs} = open();
			for (const key of keys) {
				desk.press(key);
				desk.advance(1_000);
			}
			if (keys.includes('l'))
				writeLogs(
					desk,
					logs,
					() => following,
					240,
					at => `${hostile} ${at} `.repeat(at % 9),
				);
			return desk;
		};
	return [
		frameCase(`home-${state}`, opened()),
		frameCase(`panels-${state}`, opened('v')),
		frameCase(`releases-${state}`, opened('R')),
		frameCase(`release-${state}`, opened('enter')),
		frameCase(`events-${state}`, opened('enter', 'e')),
		frameCase(`diff-${state}`, opened('enter', 'd')),
		frameCase(`prove-${state}`, opened('enter', '=')),
		frameCase(`logs-${state}`, opened('enter', 'l')),
		frameCase(`dialog-${state}`, opened('enter', 'x')),
	];
}
