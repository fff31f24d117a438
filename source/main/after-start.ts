import {flushCompileCache} from 'node:module';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

/**
 * Without this, V8 lets short-lived objects take 64 MB before it looks through them. The room that they have at
 * the first frame is enough for later frames.
 */
export function boundShortLivedMemory(): void {
	setFlagsFromString('--semi-space-growth-factor=1');
}

/** Does the work that can wait until the first figures are on the screen. */
export function settleAfterStart(): void {
	// Node writes the compile cache only at a regular end; many operators just close the terminal, and the next
	// start would be slower.
	flushCompileCache();
	collectStartUp();
}

/** Without this, objects that only start-up needed stay until the memory has doubled. */
function collectStartUp(): void {
	setFlagsFromString('--expose-gc');
	const collect: () => void = runInNewContext('gc');
	collect();
}
