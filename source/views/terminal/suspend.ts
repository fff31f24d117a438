/**
 * Stops the whole job, as a terminal does on Ctrl-Z, and returns when it was continued. Where nobody can continue it
 * the system ignores the stop, and this returns after a moment.
 */
export async function stopJob(): Promise<void> {
	const continued = new Promise<void>(resolve => {
		process.once('SIGCONT', () => resolve());
	});
	const ignored = new Promise<void>(resolve => {
		setTimeout(resolve, 100);
	});
	process.kill(0, 'SIGTSTP');
	await Promise.race([continued, ignored]);
}
