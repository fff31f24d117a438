import fc from 'fast-check';
import {expect, test} from 'vitest';
import {maskLine} from '../../source/logs/mask.ts';

test.each([
	['took 12.5ms for 3 rows', 'took #ms for # rows'],
	['order 7d444840-9dc0-11d1-b245-5ffdce74fad2 lost', 'order <uuid> lost'],
	['2026-11-29T02:41:12.123456789Z boot', '<time> boot'],
	['2026-11-29 02:41:12,123 INFO boot', '<time> INFO boot'],
	['[29/Nov/2026:02:41:12 +0000] up', '[<time>] up'],
	['at 02:41:12.5 it ended', 'at <time> it ended'],
	['dial tcp 10.1.2.3:8080: refused', 'dial tcp <ip>: refused'],
	['peer fe80:0:0:0:1:2:3:4 left', 'peer <ip> left'],
	['pointer 0x7ffe12 in 9c2b5d9029ef6766', 'pointer <hex> in <hex>'],
	['session aZ3kP9xQw2 closed', 'session <id> closed'],
	['user "ana" has no role \'admin7\'', 'user "*" has no role \'*\''],
	[
		'level=error msg="payment timed out" order=ord-6e6420ce status=503',
		'error payment timed out status=503 order=ord-<hex>',
	],
	['order=7 lost', 'order=# lost'],
	['GET /checkout/48679/status 200 in 8ms', 'GET /checkout/#/status 200 in #ms'],
	['GET /checkout/48679/status 503 in 8ms', 'GET /checkout/#/status 503 in #ms'],
	['"GET /cart/a1b2c3 HTTP/1.1" 503 91', '"GET /cart/* HTTP/#" 503 #'],
	['status=503 after 3 retries', 'status=503 after # retries'],
	['{"level":"ERROR","msg":"timeout after 250ms","trace":"9c2b","status":503}', 'error timeout after #ms status=503'],
	['{"no":"message"}', '{"*":"*"}'],
])('%s', (line, pattern) => {
	expect(maskLine(line)).toBe(pattern);
});

test('what differs from request to request does not make another pattern', () => {
	const of = (order: number, ms: number, ip: number) =>
		maskLine(`order=${order} took ${ms}ms from 10.0.${ip}.7 at 2026-11-29T02:41:${10 + (ms % 50)}Z`);
	fc.assert(
		fc.property(fc.nat(), fc.nat(), fc.nat(255), (order, ms, ip) => {
			expect(of(order, ms, ip)).toBe(of(1, 1, 1));
		}),
	);
});

test('any line has a pattern, without the signs that the mask itself puts in', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 400}), text => {
			const once = maskLine(text);
			expect(once.length).toBeLessThanOrEqual(5_000);
			expect(once).not.toMatch(/[\ue000-\uf8ff]/u);
		}),
	);
});
