import {ident} from '../../../source/domain/text/safe-text.ts';
import type {VersionsAt} from '../../../source/traffic/versions/past-releases.ts';

export const startMs = Date.parse('2026-11-21T10:00:00Z');
export const stepMs = 300_000;

/** One point for each step: requests a second of each version, by name; null for a step of which nothing is told. */
export function points(steps: readonly (Readonly<Record<string, number>> | null)[]): readonly VersionsAt[] {
	return steps.flatMap((step, at) =>
		step === null
			? []
			: [
					{
						atMs: startMs + (at + 1) * stepMs,
						perSecond: new Map(Object.entries(step).map(([version, perSecond]) => [ident(version), perSecond])),
					},
				],
	);
}
