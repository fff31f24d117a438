import {describe, expect, test} from 'vitest';
import {type ReleaseKey, releaseKey, releaseParts} from '../../../source/domain/cluster/keys.ts';
import type {RawObject} from '../../../source/domain/cluster/kube-object.ts';
import type {Verb} from '../../../source/domain/release/verb.ts';
import {canAct} from '../../../source/engine/intents/prepare/can-act.ts';
import type {ReleaseBackend} from '../../../source/releases/contract.ts';
import {releaseBackends} from '../../../source/releases/registry.ts';
import {snapshotOf} from '../../releases/situation.ts';
import {prod} from '../../support/prod.ts';
import type {Desk} from '../support/desk.ts';
import {deskBefore, type Situation, situations} from '../support/every-plan.ts';
import {forbidden} from '../support/session.ts';

const backends: readonly ReleaseBackend[] = releaseBackends;

interface Owned {
	readonly situation: Situation;
	readonly backend: ReleaseBackend;
	readonly key: ReleaseKey;
	readonly owner: string;
}

/** Every object that one backend leaves to the controller of another. */
const owned: readonly Owned[] = situations.flatMap(situation => {
	const snapshot = snapshotOf(situation.objects);
	return backends.flatMap(backend =>
		snapshot
			.list(backend.anchor)
			.filter(anchor => backend.isRelease?.(anchor, snapshot) !== false)
			.flatMap(anchor => {
				const {namespace, name} = anchor.metadata;
				const claim = backend.ownedBy(anchor, snapshot);
				return claim
					? [{situation, backend, key: releaseKey(prod, backend.anchor.id, namespace, name), owner: claim.owner}]
					: [];
			}),
	);
});

/** Every recorded route and Service under a Canary, which leaves no mark on an object that existed before it. */
const underCanary: readonly Owned[] = situations
	.filter(({name}) => /^(routes|service-selector)\//.test(name))
	.map(situation => {
		const {kindId, namespace, name} = releaseParts(situation.release);
		const canary: RawObject = {
			apiVersion: 'flagger.app/v1beta1',
			kind: 'Canary',
			metadata: {name: 'theirs', namespace, uid: 'uid-of-theirs'},
			spec: {targetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name}, service: {name, port: 80}},
		};
		const backend = backends.find(({anchor}) => anchor.id === kindId) as ReleaseBackend;
		const objects = [...situation.objects, canary];
		return {situation: {...situation, objects}, backend, key: situation.release, owner: 'Canary theirs'};
	});

/** The verbs that are offered, and the reasons why others are not. */
function verbsOf(
	desk: Desk,
	{backend, key}: Owned,
): {readonly offered: readonly string[]; readonly reasons: readonly string[]} {
	const asked = (Object.keys(backend.operations) as Verb[]).map(verb => ({
		verb,
		can: canAct(desk.context, desk.state(), key, verb),
	}));
	return {
		offered: asked.flatMap(({verb, can}) => (can.ok ? [verb] : [])),
		reasons: asked.flatMap(({can}) => (can.ok ? [] : [can.error.reason])),
	};
}

test('the owned objects include workloads and routes, of Rollouts and of Canaries', () => {
	const kinds = new Set(owned.map(({key}) => releaseParts(key).kindId));
	expect([...kinds].sort()).toEqual(
		expect.arrayContaining(['deployments.apps', 'virtualservices.networking.istio.io']),
	);
	expect(new Set(owned.map(({owner}) => owner.split(' ')[0]))).toEqual(new Set(['Canary', 'Rollout']));
});

describe.each([...Map.groupBy([...owned, ...underCanary], ({situation}) => situation.name).entries()])(
	'%s',
	(_name, ones) => {
		const [{situation}] = ones as [Owned];

		test('an owned object takes no verb: it is a part of its owner, or refuses in the name of its owner', () => {
			const desk = deskBefore(situation);
			for (const one of ones) {
				const {offered, reasons} = verbsOf(desk, one);
				expect([one.key, offered]).toEqual([one.key, []]);
				const isShown = desk.context.derive.releases(desk.state()).has(one.key);
				if (isShown)
					expect(new Set(reasons)).toEqual(new Set([`owned by ${one.owner}: its own verbs apply, not these`]));
				else expect(new Set(reasons)).toEqual(new Set(['the release is not there: deleted, or not read yet']));
			}
		});

		test('an owned object takes no verb either where its owner may not be read', () => {
			const kept = situation.objects.filter(({kind}) => kind !== 'Rollout' && kind !== 'Canary');
			const desk = deskBefore({...situation, objects: kept as readonly RawObject[]});
			for (const kindId of ['rollouts.argoproj.io', 'canaries.flagger.app']) {
				const id = `${kindId}|||`;
				const news = {kind: 'failing', error: forbidden(`list ${kindId}`), retryAtMs: null, atMs: 0} as const;
				desk.watchTells(id, news);
			}
			for (const one of ones) expect([one.key, verbsOf(desk, one).offered]).toEqual([one.key, []]);
		});
	},
);
