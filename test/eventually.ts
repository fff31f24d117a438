import {vi} from 'vitest';

/** Waits until the check passes, for as long as a slow machine may need; vitest by itself gives up after one second. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, {timeout: 60_000});
