import {line, type SafeText, safe} from '../domain/text/safe-text.ts';
import type {Event, WatchNews} from './state/events.ts';

/** The failure that an event reports, for the log; null where it reports none. The screen shows the failure
 * too, while it lasts. */
export function failureText(event: Event): SafeText | null {
	switch (event.kind) {
		case 'watchesUpdated':
			return watchFailures(event.updates);
		case 'clusterIdentified':
			return event.result.ok ? null : safe`identify: ${event.result.error.message}`;
		case 'heartbeatReturned':
			return event.result.ok ? null : safe`heartbeat: ${event.result.error.message}`;
		case 'metricsConnected':
		case 'answered':
			return event.result.ok ? null : safe`metrics: ${event.result.error.message}`;
		case 'liveRead':
			return event.result.ok ? null : safe`live read: ${event.result.error.message}`;
		case 'dryRunReturned':
			return event.result.ok ? null : safe`dry run: ${event.result.error.message}`;
		case 'sent':
			return event.result.ok ? null : safe`write: ${event.result.error.message}`;
		case 'recorded':
			return event.result.ok ? null : safe`audit: ${event.result.error}`;
		default:
			return null;
	}
}

function watchFailures(updates: readonly WatchNews[]): SafeText | null {
	const failures = updates.flatMap(({id, update}) =>
		update.kind === 'failing' ? [safe`watch of ${line(id)}: ${update.error.message}`] : [],
	);
	return failures.length === 0 ? null : failures.reduce((text, failure) => safe`${text}; ${failure}`);
}
