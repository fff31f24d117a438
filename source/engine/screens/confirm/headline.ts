import type {Release} from '../../../domain/release/release.ts';
import {type Verb, verbs} from '../../../domain/release/verb.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';

/** The headline of a dialog while its plan is being made. Where it is unknown which version is stable, none is
 * promised. */
export function headlineOf(verb: Verb, {split}: Release): SafeText {
	return verb === 'back' && split.shares ? safe`TAKE ONE OUT` : verbs[verb].heading;
}
