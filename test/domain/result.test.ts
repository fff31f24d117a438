import {expect, test} from 'vitest';
import {allOk, err, ok} from '../../source/domain/result.ts';

test('results that all succeeded give their values in order', () => {
	expect(allOk([ok(1), ok(2)])).toEqual(ok([1, 2]));
	expect(allOk([])).toEqual(ok([]));
});

test('results of which some failed give the first error', () => {
	expect(allOk([ok(1), err('first'), err('second')])).toEqual(err('first'));
});
