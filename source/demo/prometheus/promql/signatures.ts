export type ValueType = 'scalar' | 'string' | 'vector' | 'matrix';

export interface Signature {
	readonly args: readonly ValueType[];
	/** How many of the last arguments are optional. */
	readonly optional?: number;
	readonly returns: ValueType;
}

const overTime: Signature = {args: ['matrix'], returns: 'vector'};
const perSample: Signature = {args: ['vector'], returns: 'vector'};

/** Prometheus takes any number of them. */
const someLabels = Array.from({length: 8}, () => 'string' as const);

/** The functions that the demo's Prometheus knows. */
export const signatures = {
	rate: overTime,
	increase: overTime,
	irate: overTime,
	count_over_time: overTime,
	sum_over_time: overTime,
	avg_over_time: overTime,
	min_over_time: overTime,
	max_over_time: overTime,
	last_over_time: overTime,
	abs: perSample,
	timestamp: perSample,
	clamp_max: {args: ['vector', 'scalar'], returns: 'vector'},
	clamp_min: {args: ['vector', 'scalar'], returns: 'vector'},
	round: {args: ['vector', 'scalar'], optional: 1, returns: 'vector'},
	time: {args: [], returns: 'scalar'},
	vector: {args: ['scalar'], returns: 'vector'},
	scalar: {args: ['vector'], returns: 'scalar'},
	histogram_count: perSample,
	histogram_quantile: {args: ['scalar', 'vector'], returns: 'vector'},
	label_join: {args: ['vector', 'string', 'string', ...someLabels], optional: someLabels.length, returns: 'vector'},
	label_replace: {args: ['vector', 'string', 'string', 'string', 'string'], returns: 'vector'},
} as const satisfies Readonly<Record<string, Signature>>;

export type FunctionName = keyof typeof signatures;

export const isSupportedFunction = (name: string): name is FunctionName => Object.hasOwn(signatures, name);
