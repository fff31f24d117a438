import * as v from 'valibot';
import {
	grpcNames,
	type Protocol,
	readStatuses,
	type StatusList,
	type StatusMistake,
} from '../../domain/settings/status-list.ts';
import {anyGroup} from './any-group.ts';
import {releaseGroups} from './release-groups.ts';

const entries = {
	/** Which HTTP statuses fail, and which classes of them … */
	http: v.exactOptional(statuses('http')),
	/** … and which gRPC statuses, by name or number. */
	grpc: v.exactOptional(statuses('grpc')),
};

const failuresGroup = v.pipe(anyGroup, v.strictObject(entries));

/** What a failure is: of all releases and services that the block is about, of those of a namespace, and of one. */
export const failuresConfig = v.pipe(anyGroup, v.strictObject({...entries, ...releaseGroups(failuresGroup)}));

function statuses(protocol: Protocol) {
	return v.pipe(
		v.array(v.unknown()),
		v.rawCheck(({dataset, addIssue}) => {
			if (!dataset.typed) return;
			const {value} = dataset;
			const list = readStatuses(protocol, value.map(entryText));
			if (list.ok) return;
			const {error} = list;
			const message = mistakeText(protocol, error);
			const entry = error.kind === 'noStatus' ? placeOf(value, error.at) : null;
			addIssue(entry ? {message, path: [entry]} : {message});
		}),
		v.transform(value => {
			const list = readStatuses(protocol, value.map(entryText));
			return list.ok ? list.value : nothing;
		}),
	);
}

/** Never taken: the list was checked before. */
const nothing: StatusList = {failing: [], except: []};

function placeOf(input: readonly unknown[], key: number): v.ArrayPathItem {
	return {type: 'array', origin: 'value', input: [...input], key, value: input[key]};
}

/** YAML reads 404 as a number. */
function entryText(entry: unknown): string {
	return typeof entry === 'string' || typeof entry === 'number' ? String(entry) : '';
}

const examples: Readonly<Record<Protocol, string>> = {
	http: '[5xx, 429, not 501]',
	grpc: '[UNAVAILABLE, 13] or [any, not NOT_FOUND]',
};

// A status is no credential, so that the message may quote it; any other text is not quoted.
function mistakeText(protocol: Protocol, mistake: StatusMistake): string {
	const example = examples[protocol];
	switch (mistake.kind) {
		case 'empty':
			return `must name at least one status, as ${example}; without the list the mesh's own rule counts`;
		case 'noStatus':
			return protocol === 'http'
				? `must be a status from 300 to 599, a class 3xx, 4xx or 5xx, or a single status with not before it, as ${example}`
				: `must be a gRPC status other than OK by its name or number, any, or a status with not before it, as ${example}`;
		case 'both':
			return `names ${nameOf(protocol, mistake.status)} both with not and without`;
		case 'nothingToExcept':
			return `takes ${nameOf(protocol, mistake.status)} away, but lists nothing that holds it; write it as ${example}`;
	}
}

function nameOf(protocol: Protocol, status: string): string {
	return protocol === 'grpc' ? (grpcNames[Number(status)] ?? status) : status;
}
