import {request as httpRequest, type IncomingMessage} from 'node:http';
import {request as httpsRequest} from 'node:https';
import {createInterface} from 'node:readline';
import type {KubeAccess} from './kube-access.ts';

/** The API server gave no answer, or not the expected one: the caller tries again, unlike after a bug. */
export class KubeUnreachable extends Error {}

/** Whether the server does not serve the path: the kind is not installed. */
export const isNotServed = ({cause}: KubeUnreachable): boolean => cause instanceof Refused && cause.status === 404;

class Refused extends Error {
	readonly status: number | undefined;
	constructor(path: string, status: number | undefined) {
		super(`GET ${path}: ${status}`);
		this.status = status;
	}
}

/** Sends one GET to the API server. Throws KubeUnreachable for any status but 200. */
export const getJson = async (access: KubeAccess, path: string, signal: AbortSignal): Promise<unknown> => {
	try {
		const response = await get(access, path, signal);
		const chunks: Buffer[] = [];
		for await (const chunk of response) chunks.push(chunk as Buffer);
		return JSON.parse(Buffer.concat(chunks).toString('utf8'));
	} catch (cause) {
		throw new KubeUnreachable(path, {cause});
	}
};

/** The parsed lines of a watch, until the server ends it. Throws KubeUnreachable. */
export async function* watchJson(access: KubeAccess, path: string, signal: AbortSignal): AsyncGenerator<unknown> {
	try {
		const response = await get(access, path, signal);
		for await (const line of createInterface({input: response, crlfDelay: Number.POSITIVE_INFINITY})) {
			if (line !== '') yield JSON.parse(line);
		}
	} catch (cause) {
		throw new KubeUnreachable(path, {cause});
	}
}

const get = ({server, options}: KubeAccess, path: string, signal: AbortSignal): Promise<IncomingMessage> =>
	new Promise((resolve, reject) => {
		const url = new URL(path, server);
		const request = url.protocol === 'http:' ? httpRequest : httpsRequest;
		const sent = request(url, {...options, signal}, response => {
			if (response.statusCode === 200) return resolve(response);
			response.resume();
			reject(new Refused(url.pathname, response.statusCode));
		});
		sent.once('error', reject);
		sent.end();
	});
