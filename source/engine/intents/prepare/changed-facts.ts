import type {Direction} from '../../../domain/release/plan.ts';
import type {Fact} from '../../../domain/release/release.ts';
import {line, type SafeText, safe} from '../../../domain/text/safe-text.ts';

/** The facts that differ between `before` and `after`, in words: `step 1/7 → 2/7`; null when no fact differs
 * that a write in this direction depends on. */
export function whatMoved(
	before: readonly Fact[],
	after: readonly Fact[],
	direction: Direction = 'towardCanary',
): SafeText | null {
	const changes: SafeText[] = [];
	const counts = ({isTowardCanaryOnly}: Fact) => direction === 'towardCanary' || !isTowardCanaryOnly;
	const [seen, now] = [before.filter(counts), after.filter(counts)];
	for (const fact of now) {
		const before = seen.find(other => other.label === fact.label);
		if (before === undefined) changes.push(safe`${fact.label}: now ${fact.value}`);
		else if (before.value !== fact.value) changes.push(safe`${fact.label}: ${before.value} → ${fact.value}`);
	}
	for (const fact of seen) {
		if (!now.some(other => other.label === fact.label)) changes.push(safe`${fact.label}: was ${fact.value}, now gone`);
	}
	return changes.length === 0 ? null : line(changes.join(' · '));
}
