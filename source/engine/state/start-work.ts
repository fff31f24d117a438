/** Ports do not reject for what the world does: a rejection is a bug, and is not to be swallowed. */
export function start(work: Promise<void>): void {
	work.catch((error: unknown) => {
		queueMicrotask(() => {
			throw error;
		});
	});
}
