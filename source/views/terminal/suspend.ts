/** Stops the whole job, as a terminal does on Ctrl-Z, and returns when it was continued. If no shell can continue
 * the job, the system ignores the stop, and this returns after a moment. */
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
