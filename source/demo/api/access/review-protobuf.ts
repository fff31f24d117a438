/** Decodes the reviews that kubectl posts in protobuf. The demo reads no other protobuf messages, so the few fields
 * are named here instead of in a schema. Field numbers are from Kubernetes' generated.proto files. */
export function decodeReviewSpec(body: Buffer): Record<string, unknown> | undefined {
	if (!isProtobuf(body)) return undefined;
	const raw = submessage(body.subarray(magic.length), 2);
	const spec = submessage(raw, 2);
	const resource = fields(submessage(spec, 1));
	const path = fields(submessage(spec, 2));
	const resourceAttributes = named(resource, resourceAttributeNames);
	if (path.size > 0) return {nonResourceAttributes: named(path, ['path', 'verb'])};
	// In a rules review, field 1 is the namespace itself; in an access review it holds the attributes.
	return {resourceAttributes, namespace: submessage(spec, 1).toString('utf8')};
}

export function isProtobuf(body: Buffer): boolean {
	return body.subarray(0, magic.length).equals(magic);
}

const magic = Buffer.from('k8s\0', 'latin1');

const resourceAttributeNames = ['namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name'];

function named(values: ReadonlyMap<number, Buffer>, names: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		names.flatMap((name, index) => {
			const value = values.get(index + 1)?.toString('utf8') ?? '';
			return value === '' ? [] : [[name, value]];
		}),
	);
}

function submessage(message: Buffer, field: number): Buffer {
	return fields(message).get(field) ?? Buffer.alloc(0);
}

/** The length-delimited fields of a message. A malformed message gives the fields before the fault. */
function fields(message: Buffer): ReadonlyMap<number, Buffer> {
	const found = new Map<number, Buffer>();
	let offset = 0;
	const varint = (): number => {
		let value = 0;
		for (let scale = 1; offset < message.length; scale *= 128) {
			const byte = message[offset++] ?? 0;
			value += (byte & 0x7f) * scale;
			if (byte < 0x80) break;
		}
		return value;
	};
	while (offset < message.length) {
		const tag = varint();
		const wireType = tag & 7;
		if (wireType === 0) varint();
		else if (wireType === 2) {
			const length = varint();
			found.set(tag >>> 3, message.subarray(offset, offset + length));
			offset += length;
		} else break;
	}
	return found;
}
