import * as v from 'valibot';
import {anyGroup} from './any-group.ts';

const name = v.pipe(v.string(), v.nonEmpty('must not be empty'));
const serviceName = v.pipe(v.string(), v.regex(/^[^/]+\/[^/]+$/, 'must be written namespace/name'));

/** Settings for the releases of a namespace, and for one service. */
export function releaseGroups<S extends v.GenericSchema>(settings: S) {
	return {
		namespaces: v.exactOptional(v.pipe(anyGroup, v.record(name, settings))),
		services: v.exactOptional(v.pipe(anyGroup, v.record(serviceName, settings))),
	};
}
