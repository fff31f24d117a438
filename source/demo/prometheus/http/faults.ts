import {failure, type Reply, text} from './reply.ts';

/** How the demo's Prometheus can misbehave. */
export type Fault =
	| {readonly kind: 'none'}
	/** The server cuts connections before it answers. */
	| {readonly kind: 'down'}
	/** Answers come this much later. */
	| {readonly kind: 'slow'; readonly afterMs: number}
	/** The server answers queries, but gets no newer samples. */
	| {readonly kind: 'scrape-stopped'}
	| {readonly kind: 'too-many-samples'}
	| {readonly kind: 'query-timeout'}
	/** A gateway in front of Prometheus answers, in HTML. */
	| {readonly kind: 'bad-gateway'}
	| {readonly kind: 'warnings'; readonly warnings: readonly string[]}
	/** Queries find no series. */
	| {readonly kind: 'empty'}
	/** Every value is replaced by this one. */
	| {readonly kind: 'value'; readonly value: 'NaN' | '+Inf' | '-Inf'};

export interface FaultSwitch {
	readonly current: Fault;
	set(fault: Fault): void;
	clear(): void;
}

export const createFaultSwitch = (onChange: (fault: Fault) => void): FaultSwitch => {
	let current: Fault = {kind: 'none'};
	const set = (fault: Fault) => {
		current = fault;
		onChange(fault);
	};
	return {
		get current() {
			return current;
		},
		set,
		clear: () => set({kind: 'none'}),
	};
};

/** The answer of a faulty Prometheus to a request of its API, in place of `reply`. */
export const withFault = (fault: Fault, reply: () => Reply): Reply => {
	switch (fault.kind) {
		case 'too-many-samples':
			return failure('execution', 'query processing would load too many samples into memory in query execution');
		case 'query-timeout':
			return failure('timeout', 'query timed out in expression evaluation');
		case 'bad-gateway':
			return text(badGateway, 502, 'text/html');
		case 'warnings':
			return changed(reply(), body => ({...body, warnings: fault.warnings}));
		case 'empty':
			return changed(reply(), body => ({...body, data: emptied(body.data)}));
		case 'value':
			return changed(reply(), body => ({...body, data: withValue(body.data, fault.value)}));
		case 'none':
		case 'down':
		case 'slow':
		case 'scrape-stopped':
			return reply();
	}
};

type Body = Readonly<Record<string, unknown>>;

const changed = (reply: Reply, change: (body: Body) => Body): Reply => {
	if (reply.status !== 200 || reply.contentType !== 'application/json') return reply;
	return {...reply, body: JSON.stringify(change(JSON.parse(reply.body) as Body))};
};

const emptied = (data: unknown): unknown => {
	if (Array.isArray(data)) return [];
	const isSeries = isBody(data) && (data.resultType === 'vector' || data.resultType === 'matrix');
	return isSeries ? {...data, result: []} : data;
};

const withValue = (data: unknown, value: string): unknown => {
	if (!isBody(data) || !Array.isArray(data.result)) return data;
	const replaced = ([at]: readonly unknown[]) => [at, value];
	if (data.resultType === 'scalar') return {...data, result: replaced(data.result)};
	const result = data.result.map((series: {readonly value?: unknown[]; readonly values?: unknown[][]}) => ({
		...series,
		...(series.value && {value: replaced(series.value)}),
		...(series.values && {values: series.values.map(replaced)}),
	}));
	return {...data, result};
};

const isBody = (data: unknown): data is Body => typeof data === 'object' && data !== null;

const badGateway = `<html>\r
<head><title>502 Bad Gateway</title></head>\r
<body>\r
<center><h1>502 Bad Gateway</h1></center>\r
<hr><center>nginx</center>\r
</body>\r
</html>\r
`;
