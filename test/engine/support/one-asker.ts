import {type Asker, createAsker} from '../../../source/engine/queries/asker.ts';
import {istio} from '../../../source/meshes/istio/istio.ts';
import type {MetricsPort} from '../../../source/ports/metrics.ts';
import {connected, never} from './connected.ts';

/** The asker of a Prometheus with Istio's metrics, as perch connects to it. */
export async function askerOf(port: MetricsPort): Promise<Asker> {
	const connection = await connected(port);
	return createAsker({connections: [connection], isOrdered: false, meshes: [istio], signal: never, replace() {}});
}
