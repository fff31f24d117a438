import {flushCompileCache} from 'node:module';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

/**
 * V8 would let short-lived objects take 64 MB before it looks through them. The room that they have by the first frame
 * is enough for the frames after it.
 */
export function boundShortLivedMemory(): void {
	setFlagsFromString('--semi-space-growth-factor=1');
}

/** What is better done once the first figures are on the screen than before. */
export function settleAfterStart(): void {
	// Node would write it at a regular end only; many terminals are simply closed, and the next start would be slower.
	flushCompileCache();
	collectStartUp();
}

/** What only start-up needed would otherwise stay until the memory has doubled. */
function collectStartUp(): void {
	setFlagsFromString('--expose-gc');
	const collect: () => void = runInNewContext('gc');
	collect();
}
