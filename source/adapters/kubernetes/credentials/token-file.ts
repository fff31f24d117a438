import {readFile} from 'node:fs/promises';
import {isAbsolute, join} from 'node:path';
import {err, ok, type Result} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {ClockPort} from '../../../ports/clock.ts';
import type {FetchedCredential} from './credential.ts';

/**
 * Reads the token file again every minute, because other programs rotate it. While the file cannot be read we
 * keep sending the last token (at first the kubeconfig's own), as client-go does: a rotation must not log us
 * out.
 */
export function tokenFileReader(options: {
	readonly tokenFile: string;
	readonly folder: string;
	readonly token: string | null;
	readonly clock: ClockPort;
}): () => Promise<Result<FetchedCredential, SafeText>> {
	const {tokenFile, folder, clock} = options;
	const path = isAbsolute(tokenFile) ? tokenFile : join(folder, tokenFile);
	let last = options.token;
	return async () => {
		const read = await readToken(path);
		if (read.ok) last = read.value;
		else if (last === null) return read;
		return ok({token: last, certificate: null, expiresAtMs: clock.nowMs() + readAgainMs});
	};
}

const readAgainMs = 60_000;

async function readToken(path: string): Promise<Result<string, SafeText>> {
	try {
		const token = (await readFile(path, 'utf8')).trim();
		return token === '' ? err(safe`The token file ${ident(path)} is empty.`) : ok(token);
	} catch {
		return err(safe`The token file ${ident(path)} cannot be read.`);
	}
}
