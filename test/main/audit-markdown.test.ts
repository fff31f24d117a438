import {describe, expect, test} from 'vitest';
import {actsIn} from '../../source/main/commands/audit-acts.ts';
import {actMarkdown} from '../../source/main/commands/audit-markdown.ts';
import type {AuditRecord, IntentRecord, OutcomeRecord} from '../../source/ports/audit.ts';

const intent: IntentRecord = {
	record: 'intent',
	intentId: 's-1',
	at: '2026-11-21T02:41:07Z',
	user: 'ana',
	context: 'prod',
	cluster: 'prod-eu1',
	clusterUid: 'uid',
	verb: 'back',
	object: 'rollouts.argoproj.io shop/checkout',
	uid: 'u-1',
	headline: 'BACK TO 2.8.1',
	means: 'argo abort',
	effects: ['20% on 2.9.0 → 0%, all traffic to 2.8.1'],
	requests: [{path: 'PATCH rollouts.argoproj.io shop/checkout/status', body: []}],
	reason: null,
};
const outcome = (at: string, what: string, evidence: string, reason: string | null = null): OutcomeRecord => ({
	record: 'outcome',
	intentId: 's-1',
	at,
	outcome: what,
	evidence,
	reason,
});
const records: readonly AuditRecord[] = [
	intent,
	outcome('2026-11-21T02:41:09Z', 'effective', 'aborted, 0% configured'),
	outcome('2026-11-21T02:41:20Z', 'reason', '', 'errors rose'),
	outcome('2026-11-21T02:41:30Z', 'recovered', 'RECOVERED after 9s: no requests to the canary for 2 windows'),
];

describe('a past act for a chat', () => {
	test('says what, where, when, by whom, by which means, why, and what proves it', () => {
		expect(actsIn(records).map(actMarkdown)).toEqual([
			[
				'**BACK TO 2.8.1** `rollouts.argoproj.io shop/checkout`',
				'- where: cluster `prod-eu1`, context `prod`',
				'- when: 2026-11-21 02:41:07 UTC, by `ana` with perch',
				'- by: argo abort',
				'- effect: 20% on 2.9.0 → 0%, all traffic to 2.8.1',
				'- reason: errors rose',
				'- 2026-11-21 02:41:09 UTC: **effective** aborted, 0% configured',
				'- 2026-11-21 02:41:30 UTC: **recovered** RECOVERED after 9s: no requests to the canary for 2 windows',
			].join('\n'),
		]);
	});

	test('that has no outcome on record says so, and one of an older perch names its verb and its requests', () => {
		const {headline: _headline, means: _means, ...older} = intent;
		const [act] = actsIn([older]);
		expect(act && actMarkdown(act).split('\n')).toEqual([
			'**BACK TO STABLE** `rollouts.argoproj.io shop/checkout`',
			'- where: cluster `prod-eu1`, context `prod`',
			'- when: 2026-11-21 02:41:07 UTC, by `ana` with perch',
			'- by: PATCH rollouts.argoproj.io shop/checkout/status',
			'- effect: 20% on 2.9.0 → 0%, all traffic to 2.8.1',
			'- what came of it is not on record',
		]);
	});

	test('holds nothing that a terminal or a chat would obey, whatever stands in the file', () => {
		const hostile = {...intent, object: 'x\u001b[2J`y', reason: '@channel [x](http://evil.test)', verb: '__proto__'};
		const {headline: _headline, ...without} = hostile;
		const [act] = actsIn([without]);
		const text = act ? actMarkdown(act) : '';
		expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
		expect(text).toContain('**`__proto__`** `` x^[[2J`y ``');
		expect(text).toContain('- reason: `@channel [x](http://evil.test)`');
	});
});
