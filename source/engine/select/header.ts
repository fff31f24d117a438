import type {SafeText} from '../../domain/safe-text.ts';

/** The line that every screen begins with. */
export interface HeaderView {
	readonly context: SafeText;
	readonly isProtected: boolean;
	readonly isDemo: boolean;
	/** TLS verification is off: said on every frame. */
	readonly isInsecure: boolean;
	readonly isReadOnly: boolean;
	/** `all ns`, `ns shop`, `3 ns`. */
	readonly scope: SafeText;
	readonly user: SafeText | null;
	readonly nowMs: number;
	readonly cluster: FreshnessView;
	readonly metrics: FreshnessView;
	/** Seconds since the display was frozen; null when it lives. */
	readonly frozenSeconds: number | null;
	/** Full-width warnings under the header, most urgent first: dead sources, forbidden kinds, degraded audit. */
	readonly banners: readonly Banner[];
}

/** Age since the last proof of freshness, and how it is judged. */
export interface FreshnessView {
	readonly state: 'waiting' | 'fresh' | 'amber' | 'red' | 'failed' | 'none';
	readonly ageSeconds: number | null;
	/** What is wrong, or what to set; null when fine. */
	readonly problem: SafeText | null;
}

export interface Banner {
	readonly tone: 'warning' | 'critical' | 'info';
	readonly text: SafeText;
}
