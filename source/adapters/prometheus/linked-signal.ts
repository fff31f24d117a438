export interface LinkedSignal {
	readonly signal: AbortSignal;
	abort(): void;
	/** Stops listening to the sources. Until then they keep this signal in memory; with `AbortSignal.any` they
	 * would keep it for good. */
	unlink(): void;
}

/** A signal that aborts with the first of its sources, or by `abort`. */
export function linkSignals(sources: readonly AbortSignal[]): LinkedSignal {
	const controller = new AbortController();
	const abort = () => controller.abort();
	for (const source of sources) {
		if (source.aborted) abort();
		else source.addEventListener('abort', abort, {once: true});
	}
	return {
		signal: controller.signal,
		abort,
		unlink() {
			for (const source of sources) source.removeEventListener('abort', abort);
		},
	};
}
