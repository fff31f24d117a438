import type {SafeText} from '../../domain/safe-text.ts';
import type {ChartView} from './charts.ts';
import type {FooterView} from './footer.ts';
import type {HeaderView} from './header.ts';
import type {ServiceRow} from './home.ts';

/** One service: three charts, its versions, its pods. */
export interface ServiceView {
	readonly header: HeaderView;
	readonly name: SafeText;
	readonly now: ServiceRow | null;
	/** `5 min` … `6 h` */
	readonly range: SafeText;
	readonly charts: readonly [ChartView, ChartView, ChartView];
	readonly versions: readonly VersionRow[];
	/** Why versions cannot be told apart; null when they can. */
	readonly cannotTell: SafeText | null;
	readonly pods: readonly PodRow[];
	/** Pods that do not fit. */
	readonly morePods: number;
	/** True when a release stands behind it: enter opens it. */
	readonly hasRelease: boolean;
	readonly empty: SafeText | null;
	readonly footer: FooterView;
}

export interface VersionRow {
	readonly role: 'stable' | 'canary' | 'previous';
	readonly tag: SafeText;
	readonly revision: SafeText;
	readonly pods: SafeText;
	readonly now: ServiceRow['requestsPerSecond'];
	readonly errorRatio: ServiceRow['errorRatio'];
	readonly latencyP95Ms: ServiceRow['latencyP95Ms'];
	/** Of the service's requests, measured, 0–1. */
	readonly share: ServiceRow['errorRatio'];
}

export interface PodRow {
	readonly name: SafeText;
	readonly tag: SafeText;
	readonly state: SafeText;
	readonly isReady: boolean;
	readonly restarts: number;
	readonly node: SafeText | null;
	readonly age: SafeText;
}
