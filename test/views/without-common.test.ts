import fc from 'fast-check';
import {expect, test} from 'vitest';
import {ident} from '../../source/domain/text/safe-text.ts';
import {withoutCommon} from '../../source/views/lines/without-common.ts';

const aws = ['ip-10-0-12-7.eu-west-1.compute.internal', 'ip-10-0-113-9.eu-west-1.compute.internal'];
const gke = ['gke-prod-pool-1-3f2a1b-abcd', 'gke-prod-pool-1-3f2a1b-wxyz'];

test.each([
	[aws, 40, aws],
	[aws, 16, ['ip-10-0-12-7…', 'ip-10-0-113-9…']],
	[aws, 12, ['…10-0-12-7…', '…10-0-113-9…']],
	[aws, 10, ['…0-12-7…', '…0-113-9…']],
	[aws, 8, ['…12-7…', '…113-9…']],
	[gke, 8, ['…abcd', '…wxyz']],
	[[aws[0] ?? '', aws[0] ?? ''], 8, [aws[0], aws[0]]],
	[[], 8, []],
])('%j within %d', (names, limit, expected) => {
	expect(withoutCommon(names.map(ident), limit)).toEqual(expected);
});

test('names that differ stay different', () => {
	const part = fc.constantFrom('a', 'b', '12', '-', '.');
	fc.assert(
		fc.property(fc.array(fc.array(part).map(parts => ident(parts.join('')))), fc.nat(10), (names, limit) => {
			expect(new Set(withoutCommon(names, limit)).size).toBe(new Set(names).size);
		}),
	);
});
