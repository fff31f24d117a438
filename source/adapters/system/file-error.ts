import {ident, line, type SafeText, safe} from '../../domain/text/safe-text.ts';

/** Why a file could not be used, in one line: `audit log /x/audit.jsonl: no space left on device (ENOSPC)`. */
export function describeFileError(failure: {
	readonly what: string;
	readonly path: string;
	readonly error: unknown;
}): SafeText {
	return safe`${ident(failure.what)} ${ident(failure.path)}: ${line(reason(failure.error))}`;
}

export function fileErrorCode(error: unknown): string | null {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

// Node says `ENOSPC: no space left on device, write '/x'`; we leave out the path, which our own message names.
function reason(error: unknown): string {
	const code = fileErrorCode(error);
	if (!(error instanceof Error)) return 'failed';
	if (code === null) return error.message;
	const words = /^[A-Z0-9]+: ([^,]+)/.exec(error.message)?.[1] ?? 'failed';
	return `${words} (${code})`;
}
