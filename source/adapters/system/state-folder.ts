import {isAbsolute, join} from 'node:path';

/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where perch keeps what it writes, after the XDG base directory specification: `~/.local/state/perch`. */
export function stateFolder(env: Environment, homeFolder: string): string {
	return join(xdgFolder(env.XDG_STATE_HOME) ?? join(homeFolder, '.local', 'state'), 'perch');
}

/** Where the operator keeps perch's configuration: `~/.config/perch`. */
export function configFolder(env: Environment, homeFolder: string): string {
	return join(xdgFolder(env.XDG_CONFIG_HOME) ?? join(homeFolder, '.config'), 'perch');
}

// The specification: a relative path is invalid and must be ignored.
function xdgFolder(value: string | undefined): string | null {
	return value !== undefined && isAbsolute(value) ? value : null;
}
