import type {RawObject} from '../../domain/cluster/kube-object.ts';
import {err, ok, type Result} from '../../domain/result.ts';
import {safe} from '../../domain/text/safe-text.ts';
import {type MaskedObject, maskTogether} from '../../manifests/mask.ts';
import type {ClusterError} from '../../ports/cluster.ts';

/** Larger objects are not shown: nobody reads them on a screen, and the state would hold all of it. */
const largestUnits = 512 * 1024;

/** Objects as they were read, masked together; failures stay as they are. */
export function maskedResults(
	answers: readonly Result<RawObject, ClusterError>[],
): readonly Result<MaskedObject, ClusterError>[] {
	const sized = answers.map(answer =>
		answer.ok && JSON.stringify(answer.value).length > largestUnits ? tooLarge : answer,
	);
	const masked = maskTogether(sized.flatMap(answer => (answer.ok ? [answer.value] : []))).values();
	return sized.map(answer => (answer.ok ? ok(masked.next().value as MaskedObject) : answer));
}

const tooLarge: Result<never, ClusterError> = err({
	kind: 'malformed',
	status: null,
	message: safe`it is larger than ${largestUnits / 1024} KiB: see it with kubectl`,
	missing: null,
});
