import type {ReleaseKey, RevisionKey} from './keys.ts';
import type {Labels, ObjectRef} from './kube-object.ts';
import type {UnreadObject} from './read-object.ts';
import type {RefusalCode} from './refusal.ts';
import type {Revision} from './revision.ts';
import type {SafeText} from './safe-text.ts';
import type {ServiceName} from './service-host.ts';
import type {ContradictionCode, NextCode, PhaseCode, Told, WhyCode} from './told.ts';

/**
 * One release of a workload, in the same words for every backend. Assembled purely from objects.
 * `Detail` is what its own backend remembers of it: nobody else reads that.
 */
export interface Release<Detail = unknown> {
	readonly key: ReleaseKey;
	readonly ref: ObjectRef;
	readonly uid: SafeText;
	/** The backend's id in the registry. */
	readonly backend: string;
	/** What the operator calls the controller: `argo`, `deployment`. */
	readonly controller: SafeText;
	readonly namespace: SafeText;
	readonly name: SafeText;
	readonly strategy: 'canary' | 'blueGreen' | 'rolling';
	readonly phase: Phase;
	/** Its object carries a request that its controller has not taken up: what it says is of before. Left out where that is
	 * not so, or cannot be told. */
	readonly isAnswerAwaited?: true;
	readonly revisions: readonly Revision[];
	readonly stable: RevisionKey | null;
	/** The version that is on its way in; null when there is none. */
	readonly canary: RevisionKey | null;
	readonly split: Split;
	readonly steps: readonly Step[];
	/** Steps completed, as the controller counts them. */
	readonly stepIndex: number;
	readonly services: ServicesByRole;
	/** Labels of its pods: a Service whose selector they satisfy leads to this release. */
	readonly podLabels: Labels;
	/** What makes its pods under another name than its own, with the revision that it makes; left out where nothing does. */
	readonly workloads?: readonly {readonly name: SafeText; readonly revision: RevisionKey | null}[];
	/** The containers of the template that the spec names; left out where it names none. */
	readonly containers?: readonly ContainerImage[];
	readonly next: Next;
	readonly back: Back;
	/** Why it waits or failed, in one line: the measurement, pod, event or silent controller. */
	readonly why: Told<WhyCode> | null;
	readonly analyses: readonly Analysis[];
	readonly pods: readonly Pod[];
	readonly timeline: readonly Moment[];
	/** What changed between stable and canary: images, and names of other fields. */
	readonly changed: readonly SafeText[];
	/** What makes a comparison of the versions wrong, not only short of requests: `header route`, `mirror`. Left out where
	 * nothing does. */
	readonly incomparable?: SafeText;
	/** Faults that the controller itself does not admit, each with its evidence. */
	readonly contradictions: readonly Told<ContradictionCode>[];
	/** What perch cannot read: its own object, or one that it rests on. Nothing is done to it then. Left out where all can. */
	readonly notUnderstood?: UnreadObject;
	/** What the operator decides on. A write is refused when one of them differs on the live object. They are shown and
	 * compared, never read: what decides stands in the detail. */
	readonly facts: readonly Fact[];
	readonly detail: Detail;
}

export type Phase =
	| {readonly kind: 'stable'}
	| {readonly kind: 'progressing'; readonly code: PhaseCode; readonly because: SafeText}
	/** `person`: nothing moves until somebody acts. */
	| {
			readonly kind: 'paused';
			readonly because: 'person' | 'timer' | 'manual' | 'inconclusive';
			readonly sinceMs: number | null;
	  }
	| {readonly kind: 'analysing'; readonly code: PhaseCode; readonly because: SafeText}
	| {readonly kind: 'aborted'; readonly code: PhaseCode; readonly because: SafeText}
	| {readonly kind: 'degraded'; readonly code: PhaseCode; readonly because: SafeText}
	| {readonly kind: 'silent'; readonly code: PhaseCode; readonly because: SafeText}
	/** Weights that a person set, and that nothing moves: it may be meant to last. */
	| {readonly kind: 'split'; readonly sinceMs: number | null};

/** Percent of traffic on the canary, by who says so. Observed traffic is measured, not known here. */
export interface Split {
	readonly desiredPercent: number | 'unknown';
	/** What the route object, the selector or the pod counts say. */
	readonly configuredPercent: number | 'unknown';
	/** Where the configured figure was read; `controller`: from what the controller says that it wrote. */
	readonly configuredBy: 'route' | 'selector' | 'pods' | 'controller' | 'none';
	/** When the configured weight last changed, as far as it is known. */
	readonly changedAtMs: number | null;
	/** Every entry that splits the traffic, where they do not all say the same: then the configured figure is the largest
	 * of them. Left out where they agree. */
	readonly places?: readonly SplitPlace[];
	/** Where it is not known which version is the canary: what each of them gets. */
	readonly shares?: readonly SplitShare[];
}

/** What one destination of a route gets. */
export interface SplitShare {
	/** `maps-old.partner.test`; with the entry behind it where several entries split: `v1 (mobile)`. */
	readonly to: SafeText;
	readonly percent: number;
}

/** One entry of a route, and what it sends to the canary. */
export interface SplitPlace {
	/** `VirtualService checkout-public`, `VirtualService checkout, route b2b`, `HTTPRoute checkout, rule 2`. */
	readonly where: SafeText;
	readonly percent: number | 'unknown';
}

export interface Step {
	readonly kind: 'weight' | 'pause' | 'analysis' | 'experiment' | 'scale' | 'headerRoute' | 'mirrorRoute' | 'plugin';
	/** `20%`, `2m`, `PAUSE`, `analysis`. */
	readonly label: SafeText;
	readonly state: 'done' | 'current' | 'ahead';
	readonly weightPercent: number | null;
}

/** Services that fold into this release's row, by the revision that they lead to. */
export interface ServicesByRole {
	readonly apex: readonly ServiceName[];
	readonly stable: readonly ServiceName[];
	readonly canary: readonly ServiceName[];
	/** The host that callers use, for display; null when only the release's name is known. */
	readonly host: SafeText | null;
}

/** What happens by itself, and when. */
export type Next =
	| {readonly kind: 'nothing'; readonly code: NextCode; readonly text: SafeText}
	| {readonly kind: 'timer'; readonly code: NextCode; readonly text: SafeText; readonly atMs: number}
	| {readonly kind: 'event'; readonly code: NextCode; readonly text: SafeText};

/** What going back would do, by which means, and whether stable has the pods for it. */
export interface Back {
	readonly text: SafeText;
	/** The version that would serve; null when there is nowhere to go back to. */
	readonly to: RevisionKey | null;
	readonly means: SafeText | null;
	/** Why there is no way back; null where there is one. */
	readonly code: RefusalCode | null;
	/** The versions to go back to are not read yet: what is said is not the last word. */
	readonly isUnread?: true;
	readonly stableReady: number | 'unknown';
	readonly stableDesired: number | 'unknown';
	readonly hpaMaximum: number | null;
}

export interface Analysis {
	readonly name: SafeText;
	readonly phase: 'Pending' | 'Running' | 'Successful' | 'Failed' | 'Error' | 'Inconclusive';
	readonly where: 'step' | 'background' | 'prePromotion' | 'postPromotion' | 'experiment';
	/** What it runs besides its measurements, one a line: the pods of an experiment. */
	readonly notes?: readonly SafeText[];
	readonly metrics: readonly AnalysisMetric[];
}

export interface AnalysisMetric {
	readonly name: SafeText;
	readonly phase: SafeText;
	readonly successful: number;
	readonly failed: number;
	readonly inconclusive: number;
	readonly count: number | null;
	/** Left out where that is not known, or any number is. */
	readonly failuresAllowed?: number;
	readonly lastValue: SafeText | null;
	readonly condition: SafeText | null;
	/** How much of it may go wrong: `1 may fail, 4 errors in a row`. Left out where that is not known. */
	readonly limits?: SafeText;
	/** It is only tried out: nothing follows from what it measures. */
	readonly isDryRun?: true;
}

export interface ContainerImage {
	readonly name: SafeText;
	readonly image: SafeText;
}

export interface Pod {
	readonly name: SafeText;
	readonly revision: RevisionKey | null;
	readonly isReady: boolean;
	readonly restarts: number;
	/** `Running`, `CrashLoopBackOff`, `Pending`, `Terminating`. */
	readonly state: SafeText;
	readonly node: SafeText | null;
	readonly createdAtMs: number | null;
}

/** Something that happened, from an Event or from a change that perch saw. */
export interface Moment {
	readonly atMs: number;
	readonly text: SafeText;
	readonly isWarning: boolean;
	/** The canary's weight from here on, when that is what happened. */
	readonly weightPercent: number | null;
}

export interface Fact {
	readonly label: SafeText;
	readonly value: SafeText;
	/** It moves by itself, and a write toward stable is right whatever it says. */
	readonly isTowardCanaryOnly?: true;
}
