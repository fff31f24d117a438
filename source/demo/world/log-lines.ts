/** One moment of one pod, with chances that are the same whenever they are asked for. */
export interface LogMoment {
	readonly app: string;
	readonly tag: string;
	readonly atMs: number;
	/** In [0, 1). */
	readonly chance: (what: string) => number;
}

export type Trouble = 'failed' | 'turned' | 'slow' | 'unready' | 'crash' | 'probe';

/** Who writes in which form; everybody else writes logfmt. */
const forms: Readonly<Record<string, 'json' | 'colour'>> = {
	search: 'json',
	recommend: 'json',
	catalog: 'json',
	ratings: 'json',
	frontend: 'colour',
	mobile: 'colour',
	reviews: 'colour',
};

/** A request that was answered. */
export function requestLine(moment: LogMoment): string {
	const {app, chance} = moment;
	const paths = pathsOf[app] ?? ['/api/items', '/api/items/{id}', '/api/status'];
	const path = paths[Math.floor(chance('path') * paths.length)] ?? '/';
	const method = path.startsWith('POST ') ? 'POST' : 'GET';
	const duration = Math.round(8 + 60 * chance('duration') ** 3);
	return written(moment, 'info', 'request', {
		method,
		path: path.replace('POST ', '').replace('{id}', String(1_000 + Math.floor(chance('id') * 90_000))),
		status: 200,
		duration: `${duration}ms`,
		trace: hex(moment, 'trace', 16),
	});
}

const pathsOf: Readonly<Record<string, readonly string[]>> = {
	checkout: ['POST /checkout', '/checkout/{id}', '/checkout/{id}/status'],
	cart: ['/cart/{id}', 'POST /cart/{id}/items'],
	search: ['/search', '/suggest'],
	frontend: ['/', '/product/{id}', '/category/{id}'],
	mobile: ['/v3/home', '/v3/product/{id}'],
	catalog: ['/products/{id}', '/products'],
};

/** What a container writes once, when it starts. */
export function startLines(moment: LogMoment): readonly string[] {
	return [
		written(moment, 'info', 'starting', {app: moment.app, version: moment.tag}),
		written(moment, 'info', 'configuration loaded', {source: '/etc/app/config.yaml', keys: 42}),
		written(moment, 'info', 'listening', {port: 8080}),
	];
}

export function troubleLines(trouble: Trouble, moment: LogMoment): readonly string[] {
	const {app, chance} = moment;
	const order = `ord-${hex(moment, 'order', 8)}`;
	const trace = hex(moment, 'trace', 16);
	switch (trouble) {
		case 'failed':
			return [
				written(moment, 'error', failures[app] ?? 'upstream answered 503', {
					status: 503,
					duration: `${Math.round(20 + 200 * chance('duration'))}ms`,
					trace,
				}),
			];
		case 'turned':
			return app === 'checkout'
				? [
						written(moment, 'error', 'payment timed out', {
							order,
							upstream: 'gateway.pay:80',
							after: '250ms',
							status: 503,
							trace,
						}),
					]
				: [
						written(moment, 'error', 'null rating', {item: Math.floor(chance('item') * 90_000), status: 500, trace}),
						...(chance('stack') < 0.3 ? ['    at RatingStore.average (rating-store.js:88:17)'] : []),
					];
		case 'slow':
			return [
				written(moment, 'warn', 'slow request', {duration: `${Math.round(500 + 700 * chance('slow'))}ms`, trace}),
			];
		case 'unready':
			return [written(moment, 'warn', 'not ready: index is loading', {percent: Math.floor(chance('percent') * 99)})];
		case 'crash':
			return [
				written(moment, 'error', 'cannot read PAYMENT_TIMEOUT_MS: not a number', {value: '250ms'}),
				'panic: invalid configuration',
				'goroutine 1 [running]:',
				'main.main()',
				'\t/src/main.go:41 +0x1d4',
			];
		case 'probe':
			return [
				written(moment, 'debug', 'health check', {status: 200, from: `10.0.0.${1 + Math.floor(chance('node') * 4)}`}),
			];
	}
}

/** How requests fail in every version. */
const failures: Readonly<Record<string, string>> = {
	checkout: 'payment declined by the gateway',
	search: 'shard did not answer',
	gateway: 'card network refused the connection',
	cart: 'stock service answered 503',
};

type Fields = Readonly<Record<string, string | number>>;

function written(moment: LogMoment, level: string, message: string, fields: Fields): string {
	switch (forms[moment.app]) {
		case 'json':
			return JSON.stringify({level, msg: message, ...fields});
		case 'colour':
			return `\u001b[${colours[level] ?? 32}m${level}\u001b[39m: ${message} \u001b[2m${logfmt(fields)}\u001b[22m`;
		default:
			return `level=${level} msg=${message.includes(' ') ? `"${message}"` : message} ${logfmt(fields)}`;
	}
}

const colours: Readonly<Record<string, number>> = {error: 31, warn: 33, info: 32, debug: 34};

function logfmt(fields: Fields): string {
	return Object.entries(fields)
		.map(([name, value]) => `${name}=${value}`)
		.join(' ');
}

function hex({chance}: LogMoment, what: string, digits: number): string {
	const eight = (at: number) =>
		Math.floor(chance(`${what} ${at}`) * 2 ** 32)
			.toString(16)
			.padStart(8, '0');
	return Array.from({length: Math.ceil(digits / 8)}, (_, at) => eight(at))
		.join('')
		.slice(0, digits);
}
