import {expect, test} from 'vitest';
import {ident} from '../../source/domain/text/safe-text.ts';
import {SERVICES} from '../../source/kinds/service.ts';
import {countComputed} from './support/computed.ts';
import {createDesk} from './support/desk.ts';
import {homeOf} from './support/home.ts';
import {sample} from './support/session.ts';
import {bad, service, startMs, usual} from './support/troubled.ts';

/** Half an hour before perch began to look it began to fail. */
const failuresAt = (serverMs: number) => (serverMs < startMs - 1_800_000 ? usual : bad);

test.each([1, 2, 3, 5, 10])(
	'a service that fails hurts users without a break, though it is listed only after %i polls',
	polls => {
		const desk = createDesk({
			objects: [service('catalog')],
			nowMs: startMs,
			size: {columns: 80, rows: 24},
			world: {trafficAt: serverMs => [sample('catalog', 508), sample('search', 113, failuresAt(serverMs))]},
		});
		const seen = new Set<unknown>();
		const watch = (seconds: number) => {
			for (let at = 0; at < seconds * 4; at += 1) {
				desk.advance(250);
				const {hurt} = homeOf(desk).summary;
				seen.add(hurt === 'unknown' ? hurt : hurt.count);
			}
		};
		watch(polls * 5);
		desk.server.become([service('catalog'), service('search')]);
		desk.sync();
		watch(120);
		expect(homeOf(desk).rows[0]?.key).toBe('service:prod/shop/search');
		expect(seen).toEqual(new Set([1]));
	},
);

test('where the trouble of a row stands now is looked up for a frame, not after each of many objects that change', () => {
	const desk = createDesk({
		objects: [service('catalog'), service('search')],
		nowMs: startMs,
		size: {columns: 80, rows: 24},
		world: {trafficAt: serverMs => [sample('catalog', 508), sample('search', 113, failuresAt(serverMs))]},
	});
	desk.advance(120_000);
	desk.press('end');
	desk.frame();
	const found = Object.entries(desk.state().cluster.watches).find(([, {request}]) => request.kind.id === SERVICES.id);
	if (!found) throw new Error('Services are not watched');
	const [id, {objects}] = found;
	const counts = countComputed(desk);
	const [object] = objects.values();
	if (!object) throw new Error('no Service was listed');
	for (let at = 0; at < 20; at += 1) {
		const changed = {...object, selector: {app: ident(`${at}`)}};
		const update = {kind: 'changed', objects: [changed], unread: [], removed: [], atMs: desk.clock.nowMs()} as const;
		desk.watchTells(id, update);
	}
	expect(counts.get('trouble of rows') ?? 0).toBe(0);
	desk.frame();
	expect(counts.get('trouble of rows') ?? 0).toBe(1);
});
