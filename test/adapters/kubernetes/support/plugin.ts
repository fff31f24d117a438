import {chmodSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/** A credential plugin as a shell script that records each of its runs. */
export function writePlugin(folder: string, body: string): {path: string; runs(): number} {
	const path = join(folder, 'plugin.sh');
	const notes = join(folder, 'runs');
	writeFileSync(path, `#!/bin/sh\necho run >> '${notes}'\n${body}\n`);
	chmodSync(path, 0o700);
	return {
		path,
		runs: () => (existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n').length : 0),
	};
}

/** A shell command that prints an ExecCredential. */
export function printCredential(status: Readonly<Record<string, unknown>>): string {
	const credential = {apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status};
	return `cat <<'END'\n${JSON.stringify(credential)}\nEND`;
}

export function execUser(command: string, rest: Readonly<Record<string, unknown>> = {}) {
	return {exec: {apiVersion: 'client.authentication.k8s.io/v1', command, ...rest}};
}
