import type {Next} from '../../domain/release/release.ts';
import type {NextCode} from '../../domain/release/told.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';

/** A `Next` which says that nothing happens by itself. */
export function nothing(code: NextCode, text: SafeText): Next {
	return {kind: 'nothing', code, text};
}
