import type {Json, RawObject} from '../../../source/domain/cluster/kube-object.ts';

/** The objects with annotations on those of one kind, beside those that they were recorded with. */
export function annotated(
	objects: readonly RawObject[],
	kind: string,
	annotations: Readonly<Record<string, string>>,
): readonly RawObject[] {
	return objects.map(object => {
		if (object.kind !== kind) return object;
		const metadata = object.metadata as Readonly<Record<string, Json>>;
		const own = metadata.annotations as Readonly<Record<string, Json>> | undefined;
		return {...object, metadata: {...metadata, annotations: {...own, ...annotations}}};
	});
}
