import type {Next} from '../../domain/release.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {NextCode} from '../../domain/told.ts';

/** A `Next` which says that nothing happens by itself. */
export function nothing(code: NextCode, text: SafeText): Next {
	return {kind: 'nothing', code, text};
}
