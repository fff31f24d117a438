/** Starts work without waiting for it. Ports return failures as values: a rejection is a bug of perch, and is told. */
export function start(work: Promise<void>, failed: (error: unknown) => void): void {
	work.catch(failed);
}
