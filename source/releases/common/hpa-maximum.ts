import type {KubeObject, Snapshot} from '../../domain/cluster/kube-object.ts';
import {HORIZONTAL_POD_AUTOSCALERS} from '../../kinds/horizontal-pod-autoscaler.ts';

/** The most pods that an autoscaler may give the workload; null when none is known. */
export function hpaMaximum(kind: string, workload: KubeObject, snapshot: Snapshot): number | null {
	const scaler = snapshot
		.list(HORIZONTAL_POD_AUTOSCALERS, workload.metadata.namespace)
		.find(({target}) => target.kind === kind && target.name === workload.metadata.name);
	return scaler?.maximum ?? null;
}
