import * as v from 'valibot';
import {err, ok, type Result} from '../../domain/result.ts';
import {safe} from '../../domain/text/safe-text.ts';
import type {ApiInventory} from '../../ports/cluster.ts';
import {parseJson} from '../system/json.ts';
import {type Failure, failure} from './http/failure.ts';
import type {Transport} from './http/transport.ts';

/** Reads which resources are served in which versions, the server's preferred version first. Uses aggregated
 * discovery where the server has it: two requests instead of one for each group and version. */
export async function readInventory(
	transport: Pick<Transport, 'send'>,
	signal: AbortSignal,
): Promise<Result<ApiInventory, Failure>> {
	const roots = await Promise.all(['/api', '/apis'].map(path => get(transport, path, aggregatedAccept, signal)));
	const served = new Map<string, string[]>();
	for (const [index, root] of roots.entries()) {
		if (!root.ok) return root;
		const prefix = index === 0 ? '/api' : '/apis';
		const aggregated = v.safeParse(aggregatedSchema, root.value);
		if (aggregated.success) addAggregated(served, aggregated.output);
		else await addOneByOne(served, transport, prefix, root.value, signal);
	}
	if (served.size === 0) return err(failure('malformed', safe`the API server's discovery is not readable`, true));
	return ok({served: Object.fromEntries(served)});
}

const aggregatedAccept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

async function get(
	transport: Pick<Transport, 'send'>,
	path: string,
	accept: string,
	signal: AbortSignal,
): Promise<Result<unknown, Failure>> {
	const answer = await transport.send({method: 'GET', path, headers: {accept}}, signal);
	if (!answer.ok) return answer;
	return ok(parseJson(answer.value.text));
}

function addAggregated(served: Map<string, string[]>, list: v.InferOutput<typeof aggregatedSchema>): void {
	for (const group of list.items) {
		for (const version of group.versions) {
			for (const {resource} of version.resources ?? []) {
				add(served, resource, group.metadata?.name ?? '', version.version);
			}
		}
	}
}

/** For older servers: lists the groups, then asks for each group and version. Leaves out one that does not
 * answer: its extension server is down, and the kinds of the other groups are still served. */
async function addOneByOne(
	served: Map<string, string[]>,
	transport: Pick<Transport, 'send'>,
	prefix: string,
	root: unknown,
	signal: AbortSignal,
): Promise<void> {
	const parsed = v.safeParse(plainSchema, root);
	if (!parsed.success) return;
	const wanted = [
		...(parsed.output.versions ?? []).map(version => ({group: '', version})),
		...(parsed.output.groups ?? []).flatMap(({name, versions, preferredVersion}) =>
			versions
				.map(({version}) => ({group: name, version}))
				.sort(
					(a, b) => Number(b.version === preferredVersion?.version) - Number(a.version === preferredVersion?.version),
				),
		),
	];
	const lists = await Promise.all(
		wanted.map(({group, version}) =>
			get(transport, [prefix, group, version].filter(part => part !== '').join('/'), 'application/json', signal),
		),
	);
	for (const [index, {group, version}] of wanted.entries()) {
		const list = lists[index];
		const resources = list?.ok ? v.safeParse(resourcesSchema, list.value) : null;
		if (!resources?.success) continue;
		for (const {name} of resources.output.resources) if (!name.includes('/')) add(served, name, group, version);
	}
}

function add(served: Map<string, string[]>, resource: string, group: string, version: string): void {
	const id = group === '' ? resource : `${resource}.${group}`;
	const versions = served.get(id);
	if (versions) versions.push(version);
	else served.set(id, [version]);
}

const aggregatedSchema = v.object({
	kind: v.literal('APIGroupDiscoveryList'),
	items: v.array(
		v.object({
			metadata: v.optional(v.object({name: v.optional(v.string())})),
			versions: v.array(
				v.object({version: v.string(), resources: v.optional(v.array(v.object({resource: v.string()})))}),
			),
		}),
	),
});

const plainSchema = v.object({
	versions: v.optional(v.array(v.string())),
	groups: v.optional(
		v.array(
			v.object({
				name: v.string(),
				versions: v.array(v.object({version: v.string()})),
				preferredVersion: v.optional(v.object({version: v.string()})),
			}),
		),
	),
});

const resourcesSchema = v.object({resources: v.array(v.object({name: v.string()}))});
