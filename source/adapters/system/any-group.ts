import * as v from 'valibot';

/** A group of settings. The schema library accepts a list as an object without members; where settings belong, a list
 * is a mistake. */
export const anyGroup = v.pipe(
	v.unknown(),
	v.check(value => typeof value === 'object' && value !== null && !Array.isArray(value), 'must be a group of settings'),
);
