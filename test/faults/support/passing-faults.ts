import type {Fault as ApiFault} from '../../../source/demo/api/connection/faults.ts';
import type {Fault as PrometheusFault} from '../../../source/demo/prometheus/http/faults.ts';
import type {Demo} from '../../journeys/support/demo.ts';

/** A fault of a server that passes once `demo.clearFaults()` lifts it. */
export interface PassingFault {
	readonly name: string;
	begin(demo: Demo): Promise<void>;
	/** What perch says of it; null where it bears the fault without a word. */
	readonly shows: RegExp | null;
}

/** What happens to servers in a day, one after another. */
export const passingFaults: readonly PassingFault[] = [
	{name: 'watches are cut', begin: watchesCut(), shows: null},
	{name: 'watches are too old', begin: watchesCut({kind: 'status', status: 410}), shows: null},
	{name: 'watches are throttled', begin: watchesCut({kind: 'status', status: 429, retryAfterSeconds: 1}), shows: null},
	{name: 'the API server is down', begin: api('down'), shows: /API SERVER DOWN/},
	{name: 'the API server does not answer', begin: api('freeze'), shows: /API SERVER DOWN/},
	{name: 'Prometheus answers 503', begin: prometheus({kind: 'query-timeout'}), shows: /METRICS [A-Z]+:/},
	{name: 'Prometheus is slow', begin: prometheus({kind: 'slow', afterMs: 1_500}), shows: null},
	{name: 'Prometheus is down', begin: prometheus({kind: 'down'}), shows: /METRICS [A-Z]+:/},
	{name: 'Prometheus cannot hold the samples', begin: prometheus({kind: 'too-many-samples'}), shows: /METRICS [A-Z]+:/},
	{name: 'a gateway answers in its place', begin: prometheus({kind: 'bad-gateway'}), shows: /METRICS [A-Z]+:/},
	{name: 'there are no series', begin: prometheus({kind: 'empty'}), shows: null},
];

/** Ends every watch; with a fault, the next twenty requests for one meet it. */
function watchesCut(fault?: ApiFault): PassingFault['begin'] {
	return async ({api: {tell}}) => {
		if (fault) await tell({kind: 'apiFault', fault, match: {path: 'watch=1', times: 20}});
		await tell({kind: 'api', order: 'cutWatches'});
	};
}

function api(order: 'down' | 'freeze'): PassingFault['begin'] {
	return demo => demo.api.tell({kind: 'api', order});
}

function prometheus(fault: PrometheusFault): PassingFault['begin'] {
	return demo => demo.prometheus.tell({kind: 'prometheusFault', fault});
}
