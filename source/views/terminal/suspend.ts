/** Stops the whole job, as a terminal does on Ctrl-Z, and returns when it was continued. If no shell can continue
 * the job, the system ignores the stop, and this returns after a moment. */
export async function stopJob(): Promise<void> {
	const listeners = process.listeners('SIGTSTP');
	// The signal stops a process only while nothing in it listens.
	process.removeAllListeners('SIGTSTP');
	const {promise: over, resolve} = Promise.withResolvers<void>();
	process.once('SIGCONT', resolve);
	process.kill(0, 'SIGTSTP');
	const ignored = setTimeout(resolve, 100);
	await over;
	clearTimeout(ignored);
	process.off('SIGCONT', resolve);
	for (const listener of listeners) process.on('SIGTSTP', listener);
}

/** Has Node read the terminal's size: a window that changes while the job is stopped tells the shell, not the job. */
export async function readSize(): Promise<void> {
	// Node reads the size on this signal. It began to listen before this does, so it has read when this returns.
	const {promise: read, resolve} = Promise.withResolvers<void>();
	process.once('SIGWINCH', () => resolve());
	process.kill(process.pid, 'SIGWINCH');
	await read;
}
