import {isRecord} from '../frozen-json.ts';
import {plainText, type Reply} from './exchange.ts';

/** The gates of flagger-loadtester. All are closed at first, are lost when the process ends, and never close by
 * themselves. All confirmations of a Canary share one gate; its rollbacks have a second gate. */
export interface Loadtester {
	/** The reply to a request, through the service proxy or from Flagger. */
	answer(request: {readonly path: string; readonly body: Buffer | string}): Reply;
	/** The HTTP status of a webhook's call; undefined for a URL with another host. */
	status(url: string, payload: {readonly name: string; readonly namespace: string}): number | undefined;
}

/** `host` is the name by which webhooks reach the load tester: `flagger-loadtester.shop`. */
export function createLoadtester(host: string): Loadtester {
	const open = new Set<string>();
	return {
		answer,
		status(url, payload) {
			const {hostname, pathname} = new URL(url);
			if (hostname !== host) return undefined;
			return answer({path: pathname, body: JSON.stringify({...payload, metadata: {cmd: 'hey'}})}).status;
		},
	};

	function answer({path, body}: {readonly path: string; readonly body: Buffer | string}): Reply {
		if (path === '/healthz' || path === '/gate/approve') return plainText('OK');
		if (path === '/gate/halt') return plainText('Forbidden', 403);
		const payload = payloadOf(body.toString());
		const [, kind, verb] = /^\/(gate|rollback)\/(check|open|close)$/.exec(path) ?? [];
		if (payload === undefined) return plainText('', 400);
		if (kind === undefined) {
			return payload.hasMetadata ? plainText('', 202) : plainText('metadata not found in payload', 400);
		}
		const gate = `${kind} ${payload.namespace}/${payload.name}`;
		if (verb === 'check') return open.has(gate) ? plainText('Approved') : plainText('Forbidden', 403);
		if (verb === 'open') open.add(gate);
		else open.delete(gate);
		return plainText('', 202);
	}
}

function payloadOf(text: string) {
	try {
		const value: unknown = JSON.parse(text);
		if (!isRecord(value)) return undefined;
		const {name = '', namespace = '', metadata} = value;
		return {name: String(name), namespace: String(namespace), hasMetadata: isRecord(metadata)};
	} catch {
		return undefined;
	}
}
