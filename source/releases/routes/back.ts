import type {RevisionKey} from '../../domain/cluster/keys.ts';
import type {Snapshot} from '../../domain/cluster/kube-object.ts';
import type {Back} from '../../domain/release/release.ts';
import {verb} from '../../domain/release/verb.ts';
import {line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {DEPLOYMENTS} from '../../kinds/deployment.ts';
import {everyRequest} from '../../kinds/route-match.ts';
import {hpaMaximum} from '../common/hpa-maximum.ts';
import {isPinned, leadsTo, type NamedEntry} from './named-entries.ts';
import type {Situation} from './situation.ts';

/** The way back: the canary's weight becomes 0 wherever it has one, and the other destinations take the rest. */
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

function wayBack({roles, entries, candidates}: Situation): Pick<Back, 'text' | 'means' | 'code'> {
	const {stable, canary} = roles;
	if (stable === null || canary === null) {
		return {
			text: safe`${verb('back')} asks which destination is to take nothing`,
			means: weightsOf(candidates),
			code: null,
		};
	}
	const left = entries.filter(entry => isPinned(entry) && leadsTo(entry, canary));
	const rest = left.length === 0 ? safe`` : safe`; ${leftText(left, canary)}`;
	const served = candidates.filter(entry => leadsTo(entry, canary));
	if (served.length === 0) {
		return left.length === 0
			? {text: safe`${canary} takes nothing already`, means: null, code: 'already-back'}
			: {text: safe`no weight leads to ${canary}${rest}: change that by hand`, means: null, code: 'weights-impossible'};
	}
	const means = weightsOf(served);
	const isPair = served.every(({destinations}) =>
		destinations.every(({name, effectiveWeight}) => name === canary || name === stable || effectiveWeight === 0),
	);
	const what = isPair ? safe`all to ${stable}` : safe`the share of ${canary} to the others`;
	return {text: safe`${what}, by ${means}${rest}`, means, code: null};
}

/** `beta-users still sends header x-beta = yes to v2` */
export function leftText(
	entries: readonly {readonly title: SafeText; readonly match: SafeText | null}[],
	destination: SafeText,
): SafeText {
	return entries
		.map(({title, match}) => safe`${title} still sends ${match ?? everyRequest} to ${destination}`)
		.reduce((one, other) => safe`${one}; ${other}`);
}

/** `weights of default` */
export function weightsOf(entries: readonly Pick<NamedEntry, 'title'>[]): SafeText {
	return line(`weights of ${entries.map(({title}) => title).join(', ')}`);
}
