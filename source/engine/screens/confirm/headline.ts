import type {Release} from '../../../domain/release.ts';
import {type SafeText, safe} from '../../../domain/safe-text.ts';
import {type Verb, verbs} from '../../../domain/verb.ts';

/** The headline of a dialog while its plan is being made. Where it is unknown which version is stable, none is
 * promised. */
export function headlineOf(verb: Verb, {split}: Release): SafeText {
	return verb === 'back' && split.shares ? safe`TAKE ONE OUT` : verbs[verb].heading;
}
