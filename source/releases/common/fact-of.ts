import type {Fact} from '../../domain/release.ts';
import type {SafeText} from '../../domain/safe-text.ts';

/** What a fact says of this release; null when it has no such fact. */
export function factOf({facts}: {readonly facts: readonly Fact[]}, label: string): SafeText | null {
	return facts.find(fact => fact.label === label)?.value ?? null;
}
