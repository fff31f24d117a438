import type {SafeText} from '../../domain/safe-text.ts';
import type {ChartView} from './charts.ts';
import type {FooterView} from './footer.ts';
import type {HeaderView} from './header.ts';
import type {Tone} from './home.ts';
import type {PodRow, VersionRow} from './service.ts';

/** One release: what is, what comes by itself, what going back would do; then the numbers; then charts. */
export interface ReleaseView {
	readonly header: HeaderView;
	/** `shop/checkout` */
	readonly name: SafeText;
	/** `2.8.1 → 2.9.0 (r41→r42)` */
	readonly versions: SafeText;
	readonly controller: SafeText;
	readonly state: {readonly tone: Tone; readonly glyph: SafeText; readonly text: SafeText};
	/** What was asked last and how far it came; null when nothing was. */
	readonly intent: {readonly tone: Tone; readonly text: SafeText} | null;
	readonly now: SafeText;
	readonly next: SafeText;
	readonly back: SafeText;
	readonly steps: readonly StepView[];
	/** `argo 5/9`; empty without steps. */
	readonly stepCount: SafeText;
	/** Null while there is no canary or nothing to compare. */
	readonly comparison: ComparisonView | null;
	/** Only when they disagree: `weight 20% by argo · route says 25% · measured 24.8%`. */
	readonly disagreement: SafeText | null;
	readonly contradictions: readonly SafeText[];
	readonly why: SafeText | null;
	readonly changed: SafeText | null;
	readonly analyses: readonly SafeText[];
	readonly pods: readonly PodRow[];
	readonly morePods: number;
	readonly timeline: readonly {readonly at: SafeText; readonly text: SafeText; readonly isWarning: boolean}[];
	readonly charts: readonly [ChartView, ChartView, ChartView];
	/** Which chart is shown where only one fits. */
	readonly chartIndex: 0 | 1 | 2;
	readonly range: SafeText;
	readonly revisions: readonly VersionRow[];
	readonly empty: SafeText | null;
	readonly footer: FooterView;
}

export interface StepView {
	readonly label: SafeText;
	readonly state: 'done' | 'current' | 'ahead';
}

/** Stable beside canary over one window, with sample sizes. */
export interface ComparisonView {
	/** `since 20 %, 4m12s` or `over 1m`. */
	readonly window: SafeText;
	readonly rows: readonly ComparisonRow[];
}

export interface ComparisonRow {
	/** `errors`, `p95`, `requests`, `pods` */
	readonly label: SafeText;
	readonly stable: SafeText;
	readonly canary: SafeText;
	/** `+4.2/1k [3.0, 5.4]`; empty when there is nothing to say. */
	readonly difference: SafeText;
	readonly tone: Tone;
}
