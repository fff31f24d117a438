import * as v from 'valibot';
import {type KubeObject, type Labels, metadataSchema, type WatchedKind} from '../domain/cluster/kube-object.ts';
import {objectOf, recordOf} from '../domain/cluster/object-schema.ts';
import {ident, type SafeText} from '../domain/text/safe-text.ts';
import {labelsField, nameField, partField, shown} from './fields.ts';

/** Whether the pods of a namespace, or those with some labels, take requests without mutual TLS. */
export interface PeerAuthenticationObject extends KubeObject {
	/** Empty: every pod of the namespace; in Istio's own namespace, every pod of the mesh. */
	readonly selector: Labels;
	/** `STRICT`, `PERMISSIVE`, `DISABLE`; null where the next wider PeerAuthentication decides. */
	readonly mode: SafeText | null;
	/** Modes for single ports of the pods. */
	readonly ports: readonly {readonly port: SafeText; readonly mode: SafeText}[];
}

const modeField = shown(partField({mode: nameField}));

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({
			selector: partField({matchLabels: labelsField}),
			mtls: modeField,
			portLevelMtls: shown(v.nullish(recordOf(modeField), {})),
		}),
	}),
	v.transform(
		({metadata, spec}): PeerAuthenticationObject => ({
			metadata,
			selector: spec.selector.matchLabels,
			mode: written(spec.mtls.mode),
			ports: Object.entries(spec.portLevelMtls ?? {}).flatMap(([port, {mode}]) => {
				const own = written(mode);
				return own === null ? [] : [{port: ident(port), mode: own}];
			}),
		}),
	),
);

export const PEER_AUTHENTICATIONS: WatchedKind<PeerAuthenticationObject> = {
	id: 'peerauthentications.security.istio.io',
	group: 'security.istio.io',
	versions: ['v1', 'v1beta1'],
	resource: 'peerauthentications',
	kind: 'PeerAuthentication',
	schema,
	watch: 'cluster',
	isOptional: true,
};

function written(mode: SafeText | null): SafeText | null {
	return mode === 'UNSET' ? null : mode;
}
