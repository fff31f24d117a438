import {createServer} from 'node:http';

/** A native histogram as a client library exposes it. Counts are those of the first scrape; each one adds as many. */
export interface ExposedHistogram {
	readonly labels: Readonly<Record<string, string>>;
	/** 8 buckets for each doubling: `at` numbers the one that ends at 2^(at/8). Ascending. */
	readonly buckets: readonly {readonly at: number; readonly count: number}[];
}

/** Serves histograms of one name in the protocol buffers of Prometheus' client data model, in which alone native ones
 * travel: `io.prometheus.client.MetricFamily`, delimited. */
export async function serveHistograms(
	name: string,
	histograms: readonly ExposedHistogram[],
): Promise<{readonly address: string; close(): void}> {
	let scrapes = 0;
	const server = createServer((_request, response) => {
		scrapes += 1;
		const family = Buffer.concat([
			bytes(1, Buffer.from(name)),
			varint(3, 4),
			...histograms.map(histogram => bytes(4, metric(histogram, scrapes))),
		]);
		response.setHeader(
			'content-type',
			'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited',
		);
		response.end(Buffer.concat([varintOf(family.length), family]));
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	return {address: `127.0.0.1:${port}`, close: () => server.close()};
}

function metric({labels, buckets}: ExposedHistogram, times: number): Buffer {
	const pairs = Object.entries(labels).map(([label, value]) =>
		bytes(1, Buffer.concat([bytes(1, Buffer.from(label)), bytes(2, Buffer.from(value))])),
	);
	const before = (index: number) => buckets[index - 1];
	const spans = buckets.map(({at}, index) => {
		const offset = index === 0 ? at : at - (before(index)?.at ?? 0) - 1;
		return bytes(12, Buffer.concat([varint(1, zigzag(offset)), varint(2, 1)]));
	});
	const deltas = buckets.map(({count}, index) => varint(13, zigzag((count - (before(index)?.count ?? 0)) * times)));
	const count = buckets.reduce((sum, bucket) => sum + bucket.count, 0) * times;
	const histogram = [varint(1, count), double(2, count), varint(5, zigzag(3)), double(6, 1e-9), ...spans, ...deltas];
	return Buffer.concat([...pairs, bytes(7, Buffer.concat(histogram))]);
}

function varint(field: number, value: number): Buffer {
	return Buffer.concat([varintOf(field * 8), varintOf(value)]);
}

function double(field: number, value: number): Buffer {
	const eight = Buffer.alloc(8);
	eight.writeDoubleLE(value);
	return Buffer.concat([varintOf(field * 8 + 1), eight]);
}

function bytes(field: number, value: Buffer): Buffer {
	return Buffer.concat([varintOf(field * 8 + 2), varintOf(value.length), value]);
}

function zigzag(value: number): number {
	return value < 0 ? -2 * value - 1 : 2 * value;
}

function varintOf(value: number): Buffer {
	const groups: number[] = [];
	for (let rest = value; ; rest = Math.floor(rest / 128)) {
		if (rest < 128) return Buffer.from([...groups, rest]);
		groups.push((rest % 128) + 128);
	}
}
