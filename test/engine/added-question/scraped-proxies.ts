import type {AnchorKey} from '../../../source/domain/cluster/keys.ts';
import {ok} from '../../../source/domain/result.ts';
import type {MetricsQuestion} from '../../../source/engine/questions/question.ts';

/** How many proxies report on the open row: a question that perch lacks, as an example of adding one. */
export const scrapedProxies: MetricsQuestion<{readonly anchor: AnchorKey}, number> = {
	id: 'scraped-proxies',
	wanted: ({open}, {metrics: {source}}) => (source && open ? {anchor: open.key} : null),
	keyOf: ({anchor}) => anchor,
	covers: () => true,
	keepsEveryKey: true,
	async ask(asker) {
		const answer = await asker.instant(() => ({
			promql: 'count(count by (pod) (istio_requests_total))',
			read: ([sample]) => ({value: sample ? Number(sample.value) : 0, unmatched: 0}),
		}));
		return answer.ok ? ok(answer.value[0]?.value ?? 0) : answer;
	},
	dueAtMs: ({answeredAtMs, isOk}) => answeredAtMs + (isOk ? 20_000 : 5_000),
};
