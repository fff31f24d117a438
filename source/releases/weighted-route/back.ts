import type {RevisionKey} from '../../domain/keys.ts';
import type {Snapshot} from '../../domain/kube-object.ts';
import {DEPLOYMENTS} from '../../domain/objects/deployment.ts';
import type {Back} from '../../domain/release.ts';
import {line, type SafeText, safe} from '../../domain/safe-text.ts';
import {hpaMaximum} from '../common/hpa-maximum.ts';
import type {Situation} from './assemble.ts';
import type {NamedEntry} from './named-entries.ts';

/** The canary's weight to 0 wherever it has one, the rest to the others. */
export function backOf(situation: Situation, to: RevisionKey | null, snapshot: Snapshot): Back {
	const {roles, backings} = situation;
	const stable = backings.find(({name}) => name === roles.stable);
	const deployment = stable?.deployments[0];
	return {
		...wayBack(situation),
		to,
		stableReady: stable?.pods.ready ?? 'unknown',
		stableDesired: stable?.pods.desired ?? 'unknown',
		hpaMaximum: deployment ? hpaMaximum(DEPLOYMENTS.kind, deployment, snapshot) : null,
	};
}

function wayBack({roles, candidates}: Situation): Pick<Back, 'text' | 'means'> {
	const {stable, canary} = roles;
	if (stable === null || canary === null) {
		return {text: safe`x asks which destination is to take nothing`, means: weightsOf(candidates)};
	}
	const served = candidates.filter(({destinations}) =>
		destinations.some(({name, effectiveWeight}) => name === canary && effectiveWeight > 0),
	);
	if (served.length === 0) return {text: safe`${canary} takes nothing already`, means: null};
	const means = weightsOf(served);
	return {text: safe`all to ${stable}, by ${means}`, means};
}

/** `weights of default` */
export function weightsOf(entries: readonly Pick<NamedEntry, 'title'>[]): SafeText {
	return line(`weights of ${entries.map(({title}) => title).join(', ')}`);
}
