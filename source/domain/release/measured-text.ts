import {line, type SafeText} from '../text/safe-text.ts';
import type {AnalysisMetric} from './release.ts';

/** How many measurements a metric has: `1 of 3 measured, 1 failed (1 allowed)`; null where nothing is counted yet. */
export function measuredText({
	successful,
	failed,
	inconclusive,
	count,
	failuresAllowed,
}: AnalysisMetric): SafeText | null {
	const done = successful + failed + inconclusive;
	const allowed = failuresAllowed === undefined ? '' : ` (${failuresAllowed} allowed)`;
	const parts = [
		// Flagger tells only what failed: without a total, only a success shows that measurements are counted.
		count !== null ? `${done} of ${count} measured` : successful > 0 ? `${done} measured` : null,
		failed > 0 ? `${failed} failed${allowed}` : null,
		inconclusive > 0 ? `${inconclusive} inconclusive` : null,
	].filter(part => part !== null);
	return parts.length === 0 ? null : line(parts.join(', '));
}
