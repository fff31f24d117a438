import type {KeptProcess} from './kept-process.ts';

interface Processes {
	readonly api: Pick<KeptProcess, 'tell'>;
	readonly prometheus: Pick<KeptProcess, 'tell'>;
}

/** What `--fault` may name. The fault begins at once and stays. */
export const demoFaults = {
	'api-down': ({api}) => api.tell({kind: 'api', order: 'down'}),
	'api-frozen': ({api}) => api.tell({kind: 'api', order: 'freeze'}),
	'watch-silent': ({api}) => api.tell({kind: 'api', order: 'silenceWatches'}),
	'controller-down': ({api}) => api.tell({kind: 'api', order: 'stopControllers'}),
	forbidden: ({api}) => api.tell({kind: 'apiFault', fault: {kind: 'forbidden'}, match: {path: '/rollouts'}}),
	'lost-reply': ({api}) =>
		api.tell({kind: 'apiFault', fault: {kind: 'cutAfterCommit'}, match: {method: 'PATCH', isForReal: true, times: 1}}),
	slow: ({api, prometheus}) => {
		api.tell({kind: 'apiFault', fault: {kind: 'slow', delayMs: 800}});
		prometheus.tell({kind: 'prometheusFault', fault: {kind: 'slow', afterMs: 800}});
	},
	'prom-down': ({prometheus}) => prometheus.tell({kind: 'prometheusFault', fault: {kind: 'down'}}),
	'scrape-stopped': ({prometheus}) => prometheus.tell({kind: 'prometheusFault', fault: {kind: 'scrape-stopped'}}),
	'prom-partial': ({prometheus}) =>
		prometheus.tell({
			kind: 'prometheusFault',
			fault: {kind: 'warnings', warnings: ['one of the stores did not answer']},
		}),
} as const satisfies Readonly<Record<string, (processes: Processes) => void>>;

export type DemoFault = keyof typeof demoFaults;

export function isDemoFault(name: string): name is DemoFault {
	return Object.hasOwn(demoFaults, name);
}
