import {safe} from '../../../domain/text/safe-text.ts';
import {CONTROLLER_REVISIONS} from '../../../kinds/controller-revision.ts';
import {DAEMON_SETS, type DaemonSetObject} from '../../../kinds/daemon-set.ts';
import {rawAt, testOf} from '../../common/raw.ts';
import {silentRefusal} from '../../common/silence.ts';
import type {Workload} from '../shared/workload.ts';

export const workload: Workload<DaemonSetObject> = {
	kind: DAEMON_SETS,
	holderKind: CONTROLLER_REVISIONS,
	templateIn: controllerRevision => rawAt(controllerRevision, 'data'),
	addedLabels: [],
	// The status of a DaemonSet names no revision. Its generation counts every change of the spec, and nothing else.
	tests: raw => [...testOf(raw, 'metadata', 'uid'), ...testOf(raw, 'metadata', 'generation')],
	refusal: silentRefusal,
	rolls: ({detail}) =>
		detail.isOnDelete
			? safe`no pod is replaced until it is deleted: OnDelete`
			: safe`the pod of every node is replaced, a few at a time; nothing can hold it`,
};
