import type {SafeText} from '../text/safe-text.ts';

/** A statement about a release: a code that programs may rely on, and a sentence for people that may be reworded. */
export interface Told<Code> {
	readonly code: Code;
	readonly text: SafeText;
}

/** Why a release is in its phase. */
export const phaseCodes = {
	'controller-says': 'In the words of its controller.',
	'controller-silent': 'The controller had time to answer, and has not.',
	'spec-not-seen': 'The controller has not seen the newest spec or template.',
	unpausing: 'A pause was taken away, and the controller has not gone on.',
	restarting: 'Its pods are replaced by others of the same version.',
	'being-deleted': 'The object is being deleted.',
	initializing: 'The controller prepares it for the first release.',
	promoting: 'The new version is made the stable one.',
	finalising: 'The promotion is being tidied up.',
	'pods-start': 'Pods of the new version are not ready yet.',
	'pods-replaced': 'Pods are replaced by those of the new version.',
	'pods-come-back': 'Pods are replaced by those of the stable version.',
	'analysis-starts': 'The analysis begins.',
	'analysis-running': 'An analysis measures the new version.',
	'experiment-running': 'An experiment runs.',
	'checks-running': 'Its checks are made at an interval.',
	'pod-failing': 'A pod does not start, or does not become ready.',
	'deadline-exceeded': 'No pod came forward before its deadline.',
	'nothing-selected': 'The selector leads to no workload.',
	'no-pod-ready': 'No pod of the version that serves is ready.',
	'route-refused': 'The controller of the route does not take it.',
	'route-not-taken': 'The controller of the route has not taken the newest weights.',
	'not-understood': 'perch cannot read the object.',
} as const satisfies Readonly<Record<string, string>>;

/** What happens by itself. */
export const nextCodes = {
	'controller-says': 'What its controller says that it does.',
	'controller-silent': 'Nothing, until the controller answers.',
	'nothing-under-way': 'Nothing: no new version is on its way in.',
	'weights-stay': 'Nothing: weights stay until somebody sets them.',
	'side-stays': 'Nothing: the other sides stand by.',
	'spec-refused': 'Nothing, until the spec is mended.',
	'held-by-hand': 'Nothing, until a person lets it go on.',
	'held-for-person': 'Nothing, until a person promotes it.',
	'held-by-gate': 'Nothing, until the gate opens.',
	'held-by-partition': 'Nothing: the partition keeps the other pods.',
	'held-until-deleted': 'Nothing, until somebody deletes the old pods.',
	'held-by-pod': 'Nothing, until a pod is ready or is deleted.',
	'gave-up': 'Nothing: the controller has given up waiting.',
	aborted: 'Nothing: it was aborted.',
	failed: 'Nothing: it failed and was taken back.',
	'pause-ends': 'It goes on when a pause has run out.',
	'analysis-decides': 'A measurement decides whether it goes on or back.',
	'waits-for-pods': 'It goes on once pods are ready.',
	'waits-for-route': 'It goes on once the route has the weight.',
	'step-follows': 'The next step follows.',
	'goes-back': 'It goes back.',
	'pods-stop': 'The pods of a version stop.',
	'pods-replaced': 'Pods are replaced one after another.',
	'starts-when-seen': 'It starts when the controller has seen the template.',
	promotes: 'It is promoted.',
	ends: 'The release comes to its end.',
	unknown: 'Nobody knows.',
} as const satisfies Readonly<Record<string, string>>;

/** Why a release waits or failed. */
export const whyCodes = {
	'controller-says': 'In the words of its controller.',
	'controller-silent': 'The controller does not answer.',
	'pod-failing': 'A pod does not start, or does not become ready.',
	'measurement-failed': 'A measurement failed, or did not tell.',
	'experiment-failed': 'An experiment failed.',
	'checks-failing': 'Checks failed, or are not made.',
	'aborted-by-request': 'Somebody asked for the abort.',
	'held-by-hand': 'A person holds it.',
	'timed-pause': 'A pause of its steps runs out by itself.',
	'open-pause': 'A pause of its steps waits for a person.',
	'preview-waits': 'The preview waits to be promoted.',
	inconclusive: 'A measurement was inconclusive.',
	'gate-closed': 'A gate is closed.',
	'waits-for-deletion': 'Pods are replaced only once somebody deletes them.',
	'held-by-partition': 'The partition keeps the other pods.',
	'on-its-way': 'What it does now takes its time.',
	'nothing-selected': 'The selector leads to no workload, or to none that is ready.',
	'route-not-followed': 'The controller of the route does not follow it, or does not say so.',
	'roles-unknown': 'Which destination is stable is not known.',
	'no-weight': 'The version is ready and has no weight.',
} as const satisfies Readonly<Record<string, string>>;

/** Where the cluster does something else than its objects or controllers say. */
export const contradictionCodes = {
	'not-reverted': 'It is said to be taken back, and traffic still goes to it.',
	'still-elsewhere': 'No release is under way, and traffic goes to another version.',
	'ahead-of-controller': 'A route sends more to the new version than its controller wants.',
	'behind-controller': 'A route sends less to the new version than its controller wants.',
	'other-weight': 'The controller says another weight than the route.',
	'other-rule': 'Another rule sends more than the one that the controller moves.',
	'no-traffic': 'The new version is ready and has no traffic, though it should.',
	'no-endpoint': 'Requests are sent to where nobody answers.',
	'no-weight': 'Every weight is 0: nobody takes the requests.',
	'other-version-serves': 'Another version serves than was promoted.',
	'analysis-skipped': 'Releases go unanalysed.',
	'below-partition': 'A pod has a version that it would lose if it were replaced.',
	'endpoints-stale': 'Endpoints lead to another side than the selector.',
	'route-has-no-effect': 'The route does not do what its weights say.',
} as const satisfies Readonly<Record<string, string>>;

export type PhaseCode = keyof typeof phaseCodes;
export type NextCode = keyof typeof nextCodes;
export type WhyCode = keyof typeof whyCodes;
export type ContradictionCode = keyof typeof contradictionCodes;
