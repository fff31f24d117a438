import type {Equation} from '../../../source/engine/evidence/proof/proof.ts';

/** Computes an equation's result again from its printed terms, apart from the product's own arithmetic. */
export function evaluated(equation: Equation): {readonly told: number | null; readonly computed: number | null} {
	switch (equation.kind) {
		case 'sum':
		case 'mean':
			return {told: equation.perSecond, computed: equation.perSecond};
		case 'ratio': {
			const {ratio, failuresPerSecond, requestsPerSecond} = equation;
			return {told: ratio, computed: requestsPerSecond === 0 ? null : failuresPerSecond / requestsPerSecond};
		}
		case 'perMinute': {
			const {perMinute, perSecond, requestsPerSecond} = equation;
			return {told: perMinute, computed: requestsPerSecond === 0 ? null : perSecond * 60};
		}
		case 'quantile': {
			const {place, valueMs, quantile} = equation;
			if (!place || place.bucket.upperMs === Number.POSITIVE_INFINITY) return {told: valueMs, computed: null};
			const {before, bucket, total} = place;
			// Within a first bucket of 50 ms or more the histogram tells no figure, except at its bound.
			const isWide = before.upperMs === 0 && bucket.upperMs >= 50 && quantile * total < bucket.cumulative;
			if (isWide) return {told: valueMs, computed: null};
			const part = (quantile * total - before.cumulative) / (bucket.cumulative - before.cumulative);
			return {told: valueMs, computed: before.upperMs + (bucket.upperMs - before.upperMs) * part};
		}
		case 'sampleSize':
			return {told: equation.requests, computed: equation.perSecond * equation.seconds};
		case 'wilson': {
			const {failures, requests} = equation.tally;
			return {told: equation.ratio, computed: Math.min(1, failures / requests)};
		}
		case 'difference': {
			const {canary, stable, interval, difference} = equation;
			const low =
				canary.ratio -
				stable.ratio -
				Math.sqrt((canary.ratio - canary.interval.low) ** 2 + (stable.interval.high - stable.ratio) ** 2);
			const high =
				canary.ratio -
				stable.ratio +
				Math.sqrt((canary.interval.high - canary.ratio) ** 2 + (stable.ratio - stable.interval.low) ** 2);
			return {
				told: difference + interval.low + interval.high,
				computed: canary.ratio - stable.ratio + low + high,
			};
		}
		case 'extra':
			// It is the judge's, by rows that the equation does not print.
			return {told: equation.perMinute, computed: null};
		case 'slower':
			return {told: equation.byMs, computed: equation.canaryMs - equation.stableMs};
		case 'share': {
			const {share, canaryPerSecond, stablePerSecond} = equation;
			const total = canaryPerSecond + stablePerSecond;
			return {told: share, computed: total === 0 ? null : canaryPerSecond / total};
		}
	}
}
