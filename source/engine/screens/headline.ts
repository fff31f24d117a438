import type {Release} from '../../domain/release.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {type Verb, verbs} from '../../domain/verb.ts';

/** What a dialog is headed by while its plan is being made. Where nobody knows which version is stable, none is promised. */
export function headlineOf(verb: Verb, {split}: Release): SafeText {
	return verb === 'back' && split.shares ? safe`TAKE ONE OUT` : verbs[verb].heading;
}
