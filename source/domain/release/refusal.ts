import {err, type Result} from '../result.ts';
import type {SafeText} from '../text/safe-text.ts';

/** Why a verb does not apply now, and what to do instead. */
export interface Refusal {
	readonly code: RefusalCode;
	readonly reason: SafeText;
	/** perch has not read yet what decides: it reads that first, then asks for the verb again. */
	readonly isUnread?: true;
}

/** What each code says. Codes stay, so that programs may rely on them; the sentences beside them may be reworded. */
export const refusalCodes = {
	// About perch itself
	'no-selection': 'No row is selected that it could be about.',
	'not-there': 'The release was deleted, or is not read yet.',
	'not-supported': 'This kind of release does not have the verb.',
	'not-understood': 'perch cannot read the object, or one that it rests on.',
	'owner-not-understood': 'An object that perch cannot read may own it.',
	owned: 'Another object owns it: the verbs of that one apply.',
	'owner-unknown': 'perch may not read the kind whose objects may own it.',
	'display-frozen': 'The display shows a moment that is past.',
	'past-release': 'The screen shows a release that is over.',
	'read-only': 'This session, or this cluster, may only be read.',
	'terminal-too-small': 'The terminal has no room for what would happen.',
	'perch-failed': 'A part of perch itself failed: it may show something wrong.',
	'cluster-not-fresh': 'What was read of the cluster is too old.',
	'release-not-fresh': 'The watch of this kind of object is failing.',
	'metrics-not-fresh': 'There are no metrics, or they are too old.',
	'metrics-partial': 'Prometheus said that an answer is not complete.',
	'which-mesh': 'Several meshes count the requests of the release, and nobody said which counts.',
	'request-under-way': 'A request about this release is being carried out.',
	'outcome-unknown': 'Nobody knows whether the last request was carried out.',
	'effect-awaited': 'The last request was carried out and has not taken effect.',
	'permission-missing': 'The API server says that this session may not do it.',
	'nothing-to-undo': 'This session wrote nothing here that can be taken back.',
	// About the operator's answer
	'answer-needed': 'Something is to be chosen or typed first.',
	'answer-invalid': 'What was typed does not mean anything here.',
	'answer-gone': 'What was chosen is not there any more.',
	'already-so': 'It is already as it would be afterwards.',
	'same-as-promote': 'Promoting one step does the same.',
	// Where the release stands
	'nothing-under-way': 'No new version is on its way in.',
	aborted: 'The release was aborted.',
	failed: 'The release failed and was taken back.',
	'nothing-failed': 'Nothing failed or was aborted that could be tried again.',
	broken: 'Its pods cannot go on.',
	'held-by-hand': 'A person holds it.',
	'not-held-by-hand': 'No person holds it.',
	'held-by-pause': 'A pause of its steps holds it, not a person.',
	'held-by-gate': 'A gate holds it, not a person.',
	'goes-on-by-itself': 'Nothing holds it.',
	'on-its-way': 'It has not arrived where it was sent before.',
	'waits-for-its-start': 'It waits for its start, which is not skipped.',
	'promoting-already': 'It is being promoted.',
	'analysis-running': 'An analysis decides first.',
	'analysis-inconclusive': 'An analysis was inconclusive and is to be made again first.',
	'no-analysis': 'No analysis is running.',
	'no-steps': 'It has no steps, or has not begun them.',
	'pause-not-told-apart': 'The pause has no start: it could be any.',
	'not-in-this-phase': 'Its controller takes this only in another phase.',
	'being-deleted': 'The object is being deleted.',
	'pods-not-ready': 'Too few pods are ready.',
	'pods-unknown': 'Whether the pods are ready is not known.',
	// What its controller does
	'controller-silent': 'The controller does not answer.',
	'controller-writes-it': 'The controller writes this field itself.',
	'spec-refused': 'The controller refuses the spec and does nothing.',
	'spec-not-seen': 'The controller has not seen the newest spec.',
	'gate-out-of-reach': 'The API server cannot reach the gate.',
	// What is to be written
	'kind-not-written': 'The template stands in a kind of object that perch does not write.',
	'template-not-kept': 'The template of that revision is not kept.',
	'template-unknown': 'The template is not known, or names no container.',
	'object-not-read': 'An object was not read, and is to be looked at again.',
	'object-changed': 'An object is another one than was seen.',
	'object-gone': 'An object is gone.',
	'no-weighted-route': 'No route with weights belongs to it.',
	'no-partition': 'It has no partition.',
	'weights-impossible': 'No weights say that share.',
	// Why there is no way back
	'already-back': 'Everything is back on the stable version.',
	'on-its-way-back': 'It is on its way back.',
	'rolls-back-next': 'The controller takes it back when it looks next.',
	'fully-promoted': 'The version is fully promoted: another revision can be chosen.',
	'no-earlier-version': 'No version was promoted before, or none is kept.',
	'history-not-read': 'The earlier versions are not read yet.',
	'before-unknown': 'Which version served before is not known.',
	'no-traffic-moved': 'The new version has no traffic yet.',
	'route-not-read': 'perch does not read the route that leads there.',
	'not-answered-yet': 'The abort was asked for, and the controller has not done it.',
	'nothing-to-do': 'Nothing is left to be done.',
} as const satisfies Readonly<Record<string, string>>;

export type RefusalCode = keyof typeof refusalCodes;

export function refuse(code: RefusalCode, reason: SafeText): Result<never, Refusal> {
	return err({code, reason});
}
