import {describe, expect, test} from 'vitest';
import {err, ok} from '../../source/domain/result.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import {failureText} from '../../source/engine/failure-text.ts';
import type {Event, EventBody} from '../../source/engine/state/events.ts';

const clusterError = {kind: 'unreachable', status: null, message: safe`connection refused`, missing: null} as const;
const metricsError = {kind: 'timeout', status: null, message: safe`no answer within 5 s`} as const;

function told(happening: EventBody): string | null {
	const event: Event = {atMs: 0, ...happening};
	return failureText(event);
}

describe('the log', () => {
	test.each<[EventBody, string]>([
		[{kind: 'heartbeatReturned', generation: 1, result: err(clusterError)}, 'heartbeat: connection refused'],
		[{kind: 'answered', question: 'poll', generation: 1, result: err(metricsError)}, 'metrics: no answer within 5 s'],
		[
			{
				kind: 'watchesUpdated',
				updates: [{id: 'pods|shop||', update: {kind: 'failing', error: clusterError, retryAtMs: null, atMs: 0}}],
			},
			'watch of pods|shop||: connection refused',
		],
		[
			{kind: 'sent', intentId: 'a-1', step: 0, result: err({kind: 'unknown', message: safe`connection lost`})},
			'write: connection lost',
		],
		[{kind: 'recorded', intentId: 'a-1', isIntent: true, result: err(safe`no space left`)}, 'audit: no space left'],
	])('names the failure in %o', (happening, text) => {
		expect(told(happening)).toBe(text);
	});

	test('says nothing about a success', () => {
		expect(told({kind: 'heartbeatReturned', generation: 1, result: ok({clockOffsetMs: 0, roundTripMs: 1})})).toBeNull();
		expect(told({kind: 'ticked'})).toBeNull();
	});
});
