export interface LinkedSignal {
	readonly signal: AbortSignal;
	abort(): void;
	/** Lets go of the sources. Until then they hold on to the signal, which `AbortSignal.any` would do for good. */
	unlink(): void;
}

/** A signal that aborts with the first of its sources, or by itself. */
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
