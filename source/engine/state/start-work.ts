/** Starts work without waiting for it. Ports return failures as values: a rejection is a bug, and must not be
 * swallowed. */
export function start(work: Promise<void>): void {
	work.catch((error: unknown) => {
		queueMicrotask(() => {
			throw error;
		});
	});
}
