import type {ReleaseKey, RevisionKey} from '../cluster/keys.ts';
import type {Labels, ObjectRef} from '../cluster/kube-object.ts';
import type {UnreadObject} from '../cluster/read-object.ts';
import type {ServiceName} from '../cluster/service-host.ts';
import type {SafeText} from '../text/safe-text.ts';
import type {RefusalCode} from './refusal.ts';
import type {Revision} from './revision.ts';
import type {ContradictionCode, NextCode, PhaseCode, Told, WhyCode} from './told.ts';

/**
 * One release of a workload, in the same words for every backend. Assembled purely from objects. `Detail` is
 * the backend's own memory of the release: only that backend reads it.
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
	/** The object carries a request that its controller has not taken up, so the controller's status is from
	 * before. Left out where that is not so, or not known. */
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
	/** Workloads that make the release's pods under another name than its own, each with the revision that it
	 * makes; left out where there are none. */
	readonly workloads?: readonly {readonly name: SafeText; readonly revision: RevisionKey | null}[];
	/** The containers of the template that the spec names; left out where it names none. */
	readonly containers?: readonly ContainerImage[];
	readonly next: Next;
	readonly back: Back;
	/** Why the release waits or failed, in one line: the measurement, pod, event or silent controller. */
	readonly why: Told<WhyCode> | null;
	readonly analyses: readonly Analysis[];
	readonly pods: readonly Pod[];
	/** Pods that serve the release's versions without being its own, as those behind a route; left out where it has
	 * pods of its own. */
	readonly podsBehind?: readonly PodBehind[];
	readonly timeline: readonly Moment[];
	/** What changed between stable and canary: images, and names of other fields. */
	readonly changed: readonly SafeText[];
	/** What makes a comparison of the versions wrong, however many requests there are: `header route`,
	 * `mirror`. Left out where nothing does. */
	readonly incomparable?: SafeText;
	/** Annotations of its object that say how it is judged, and what a failure is; left out where there are none. */
	readonly judgeAnnotations?: Labels;
	/** Faults that the controller itself does not report, each with its evidence. */
	readonly contradictions: readonly Told<ContradictionCode>[];
	/** The object that perch cannot read: the release's own, or one that the release depends on. perch then
	 * does nothing to the release. Left out where perch can read all of them. */
	readonly notUnderstood?: UnreadObject;
	/** What the operator decides on. perch refuses a write when one of them differs on the live object. Facts
	 * are shown and compared, never parsed: code decides by `detail`. */
	readonly facts: readonly Fact[];
	readonly detail: Detail;
}

export type Phase =
	| {readonly kind: 'stable'}
	| {readonly kind: 'progressing'; readonly code: PhaseCode; readonly because: SafeText}
	/** `person`: nothing moves until a person acts. */
	| {
			readonly kind: 'paused';
			readonly because: 'person' | 'timer' | 'manual' | 'inconclusive';
			readonly sinceMs: number | null;
			/** The first pod that the update reaches, where that is what holds it. */
			readonly partition?: number;
	  }
	| {readonly kind: 'analysing'; readonly code: PhaseCode; readonly because: SafeText}
	| {readonly kind: 'aborted'; readonly code: PhaseCode; readonly because: SafeText}
	| {readonly kind: 'degraded'; readonly code: PhaseCode; readonly because: SafeText}
	| {readonly kind: 'silent'; readonly code: PhaseCode; readonly because: SafeText}
	/** Weights that a person set and that no controller moves: the split may be meant to last. */
	| {readonly kind: 'split'; readonly sinceMs: number | null};

/** Percent of traffic on the canary, by source. Observed traffic is not here: it is measured. */
export interface Split {
	readonly desiredPercent: number | 'unknown';
	/** What the route object, the selector or the pod counts say. */
	readonly configuredPercent: number | 'unknown';
	/** Where the configured figure was read; `controller`: from what the controller says it wrote. */
	readonly configuredBy: 'route' | 'selector' | 'pods' | 'controller' | 'none';
	/** When the configured weight last changed; null where that is not known. */
	readonly changedAtMs: number | null;
	/** Every route entry that splits the traffic, where they do not all say the same; the configured figure is
	 * then the largest of them. Left out where they agree. */
	readonly places?: readonly SplitPlace[];
	/** What each destination gets, where it is not known which version is the canary. */
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

/** The way back: what it would do, by which means, and whether stable has the pods for it. */
export interface Back {
	readonly text: SafeText;
	/** The version that would serve; null when there is nowhere to go back to. */
	readonly to: RevisionKey | null;
	readonly means: SafeText | null;
	/** Why there is no way back; null where there is one. */
	readonly code: RefusalCode | null;
	/** perch has not read the versions to go back to yet, so this answer may still change. */
	readonly isUnread?: true;
	readonly stableReady: number | 'unknown';
	readonly stableDesired: number | 'unknown';
	readonly hpaMaximum: number | null;
}

export interface Analysis {
	readonly name: SafeText;
	readonly phase: 'Pending' | 'Running' | 'Successful' | 'Failed' | 'Error' | 'Inconclusive';
	readonly where: 'step' | 'background' | 'prePromotion' | 'postPromotion' | 'experiment';
	/** What the analysis runs besides its measurements, one a line: the pods of an experiment. */
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
	/** Left out where the limit is not known, or where there is none. */
	readonly failuresAllowed?: number;
	readonly lastValue: SafeText | null;
	readonly condition: SafeText | null;
	/** How many measurements may go wrong: `1 may fail, 4 errors in a row`. Left out where that is not known. */
	readonly limits?: SafeText;
	/** A trial: nothing follows from what this metric measures. */
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

export interface PodBehind {
	readonly namespace: string;
	readonly name: SafeText;
	/** Null where it is not known which version the pod runs. */
	readonly revision: RevisionKey | null;
}

/** Something that happened, from an Event or from a change that perch saw. */
export interface Moment {
	readonly atMs: number;
	readonly text: SafeText;
	readonly isWarning: boolean;
	/** The canary's weight from this moment on, where the moment is a change of it. */
	readonly weightPercent: number | null;
}

export interface Fact {
	readonly label: SafeText;
	readonly value: SafeText;
	/** The value changes by itself, and a write toward stable is right whatever it is. */
	readonly isTowardCanaryOnly?: true;
}
