import {describe, expect, test} from 'vitest';
import type {ReleaseKey} from '../../source/domain/cluster/keys.ts';
import {nowText} from '../../source/engine/screens/release/outlook.ts';
import {deskAt} from './support/recorded.ts';

/** What the screens say of a route whose canary is not known. */
function said(
	situation: string,
	key: `${string}/${string}`,
): {readonly now: string; readonly list: string | undefined; readonly state: string | undefined} {
	const desk = deskAt(`../cases/${situation}`);
	const releaseKey: ReleaseKey = `release:prod/virtualservices.networking.istio.io/${key}`;
	const release = desk.context.derive.releases(desk.state()).get(releaseKey);
	if (!release) throw new Error(`no ${key}`);
	desk.press('R');
	const {screen} = desk.frame();
	const row = screen.kind === 'releases' ? screen.view.rows.find(one => one.key === releaseKey) : undefined;
	return {now: nowText(desk.context, desk.state(), release), list: row?.versions, state: row?.word};
}

describe('the screens show every share, where the canary is not known,', () => {
	test('of hosts outside of the cluster', () => {
		const shares = '60% to maps-old.partner.test, 40% to maps-new.partner.test';
		expect(said('c08', 'shop/maps')).toEqual({
			now: `${shares} · which is the canary is not known`,
			list: shares,
			state: 'SPLIT',
		});
	});

	test('of three destinations', () => {
		const shares = '34% to catalog, 33% to currency, 33% to recommend.shop';
		expect(said('c08', 'shop/three').now).toBe(`${shares} · which is the canary is not known`);
	});

	test('of two programs', () => {
		const shares = '95% to orders-classic, 5% to orders-next';
		expect(said('c28', 'strangle/orders').now).toBe(`${shares} · which is the canary is not known`);
	});
});

test('where the canary is not known, taking a version out counts as toward the canary, with its whole guard', () => {
	const desk = deskAt('../cases/c28');
	desk.press('R', '/');
	desk.type('strangle/orders');
	desk.press('enter', 'home', 'enter', 'x');
	expect(desk.frame().confirm).toMatchObject({headline: 'TAKE ONE OUT', direction: 'towardCanary'});
	desk.advance(500);
	desk.press('enter');
	desk.advance(1_000);
	expect(desk.frame().confirm).toMatchObject({
		headline: 'NOTHING TO orders-classic (9.4.0)',
		direction: 'towardCanary',
		isProtected: true,
		choices: [{}, {label: 'Take it out'}],
	});
	expect(desk.frame().confirm?.inputs[0]?.label).toMatch(/cluster/);
});
