import {type AddressInfo, connect, createServer, type Server, type Socket} from 'node:net';
import type {Connections} from './faults.ts';

/** The public port of the server: a relay to the port where the TLS server really listens. Every byte passes
 * through the relay, so it can refuse, destroy or freeze connections without the TLS server's knowledge. */
interface Relay extends Connections {
	/** Resolves to the public port. */
	listen(port: number, innerPort: number): Promise<number>;
	close(): Promise<void>;
}

export function createRelay(): Relay {
	const pairs = new Set<{client: Socket; inner: Socket}>();
	let ports: {outer: number; inner: number} | undefined;
	let server: Server | undefined;
	let isFrozen = false;

	const relay: Relay = {
		async listen(port, innerPort) {
			const listening = createServer(client => accept(client, innerPort));
			const {promise, resolve, reject} = Promise.withResolvers<void>();
			listening.once('error', reject);
			listening.listen(port, '127.0.0.1', resolve);
			await promise;
			server = listening;
			ports = {outer: (listening.address() as AddressInfo).port, inner: innerPort};
			return ports.outer;
		},
		async down() {
			const closing = server;
			server = undefined;
			if (closing === undefined) return;
			const {promise, resolve} = Promise.withResolvers<void>();
			closing.close(() => resolve());
			for (const {client} of pairs) client.destroy();
			await promise;
		},
		async up() {
			if (server === undefined && ports !== undefined) await relay.listen(ports.outer, ports.inner);
		},
		freeze() {
			isFrozen = true;
			for (const {client, inner} of pairs) {
				client.unpipe(inner).pause();
				inner.unpipe(client).pause();
			}
		},
		thaw() {
			if (!isFrozen) return;
			isFrozen = false;
			for (const {client, inner} of pairs) join(client, inner);
		},
		async close() {
			await relay.down();
			ports = undefined;
		},
	};
	return relay;

	function accept(client: Socket, innerPort: number): void {
		const inner = connect({port: innerPort, host: '127.0.0.1', noDelay: true});
		client.setNoDelay(true);
		const pair = {client, inner};
		pairs.add(pair);
		for (const [socket, other] of [
			[client, inner],
			[inner, client],
		] as const) {
			// `close` follows every error, and the other side sees a lost connection in both cases.
			socket.on('error', () => {});
			socket.on('close', () => {
				pairs.delete(pair);
				other.destroy();
			});
		}
		if (!isFrozen) join(client, inner);
	}
}

function join(client: Socket, inner: Socket): void {
	client.pipe(inner);
	inner.pipe(client);
}
