import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {NamedService} from '../../source/domain/cluster/service-host.ts';
import type {PolicyReader, PolicyStatement, Reading} from '../../source/policies/contract.ts';
import {readSituation, snapshotOf} from '../releases/situation.ts';

export const reviews: NamedService = {namespace: 'test', name: 'reviews'};

/** The recorded VirtualService and DestinationRule of reviews, with other fields in their specs. */
export function recorded(changes: {readonly route?: object; readonly rule?: object} = {}): readonly RawObject[] {
	return readSituation('routes/istio').objects.map(object => {
		const change = object.kind === 'DestinationRule' ? changes.rule : changes.route;
		return {...object, spec: {...(object.spec as RawObject), ...change}} as RawObject;
	});
}

export function object(
	kind: string,
	name: string,
	spec: object,
	metadata: {readonly namespace?: string; readonly [field: string]: unknown} = {},
): RawObject {
	const group = {PeerAuthentication: 'security.istio.io/v1', Service: 'v1', Namespace: 'v1', Pod: 'v1'}[kind];
	const uid = `${metadata.namespace ?? 'test'}/${name}`;
	return {
		apiVersion: group ?? 'networking.istio.io/v1',
		kind,
		metadata: {name, namespace: 'test', uid, ...metadata},
		spec,
	} as unknown as RawObject;
}

/** `concept: text` of every statement, problems marked as on screen. */
export function said(
	reader: PolicyReader,
	objects: readonly RawObject[],
	{
		services = [reviews],
		reading = () => 'read',
	}: {
		readonly services?: readonly NamedService[];
		readonly reading?: (kindId: string, namespace: string) => Reading;
	} = {},
): readonly string[] {
	return reader.policyOf({services, snapshot: snapshotOf(objects), reading}).map(textOf);
}

const signs = {critical: '✖ ', warning: '⚠ ', text: '', quiet: ''} as const;

function textOf({concept, text, tone}: PolicyStatement): string {
	return `${concept}: ${signs[tone]}${text}`;
}
