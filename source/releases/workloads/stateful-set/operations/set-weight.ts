import {type Refusal, refuse} from '../../../../domain/release/refusal.ts';
import type {Release} from '../../../../domain/release/release.ts';
import {verb} from '../../../../domain/release/verb.ts';
import {ok, type Result} from '../../../../domain/result.ts';
import {type SafeText, safe} from '../../../../domain/text/safe-text.ts';
import type {StatefulSetObject} from '../../../../kinds/stateful-set.ts';
import {allowed, checked} from '../../../common/checked.ts';
import {patches} from '../../../common/permissions.ts';
import {nameOf} from '../../../common/release-text.ts';
import {silentRefusal} from '../../../common/silence.ts';
import type {Answers, Operation, Question} from '../../../contract.ts';
import {podName} from '../facts.ts';
import {workload} from '../workload.ts';
import {brokenRefusal, partitionEffect, planPartition, podNames, shareAt} from './move-partition.ts';

/** If there are more places than this, the operator types the partition instead of choosing it. */
const optionLimit = 10;

/** Sets the partition that the operator chooses: its share of the pods is the weight. */
export const setWeight: Operation<StatefulSetObject> = checked({
	direction: 'towardCanary',
	can: (release, [answer]) => {
		if (release.detail.isOnDelete)
			return refuse('no-partition', safe`OnDelete: the set has no partition; its pods change when they are deleted`);
		const silent = silentRefusal(release);
		if (silent) return silent;
		if (answer === undefined) return allowed;
		const parsed = parsePartition(release, answer);
		if (!parsed.ok) return parsed;
		const isLowered = Number(parsed.value) < release.detail.partition;
		return (isLowered && release.canary !== null ? brokenRefusal(release) : null) ?? allowed;
	},
	ask: askPartition,
	permissions: () => [patches(workload.kind)],
	needs: release => [release.ref],
	plan: request => {
		const [answer] = request.answers;
		if (answer === undefined) return refuse('answer-needed', safe`choose a partition first`);
		const to = Number(answer);
		const isRaised = to > request.release.detail.partition;
		return planPartition(request, {
			verb: 'setWeight',
			to,
			headline: safe`PARTITION ${to}`,
			caveats: isRaised && request.release.canary !== null ? [safe`it takes no pod back: ${verb('back')} does`] : [],
		});
	},
	effect: partitionEffect,
});

function askPartition(release: Release<StatefulSetObject>, [answer]: Answers): Question | null {
	if (answer !== undefined) return null;
	const [now, replicas] = [release.detail.partition, release.detail.desired];
	const places = Array.from({length: replicas + 1}, (_, at) => replicas - at).filter(place => place !== now);
	return {
		title: safe`Which partition? It is ${now} now, of ${replicas} pods.`,
		options: (places.length > optionLimit ? [] : places).map(place => ({
			value: String(place),
			text: describe(release, place),
			createdAtMs: null,
		})),
		entry: {label: safe`partition, 0 to ${replicas}`, parse: text => parsePartition(release, text)},
	};
}

function describe(release: Release<StatefulSetObject>, place: number): SafeText {
	const replicas = release.detail.desired;
	const newest = release.canary === null ? safe`the next version` : nameOf(release, release.canary);
	if (place >= replicas) return safe`${place}: no further pod gets ${newest}`;
	if (release.canary !== null && place > release.detail.partition) {
		return safe`${place}: no pod below ${podName(release, place)} gets ${newest}; those with it keep it`;
	}
	return safe`${place}: ${podNames(release, place, replicas)} may have ${newest}, ${shareAt(release, place)}%`;
}

function parsePartition(release: Release<StatefulSetObject>, text: string): Result<string, Refusal> {
	const typed = text.trim();
	const replicas = release.detail.desired;
	if (!/^\d{1,6}$/.test(typed) || Number(typed) > replicas)
		return refuse('answer-invalid', safe`a partition is a number from 0 to ${replicas}`);
	const place = Number(typed);
	if (place === release.detail.partition) return refuse('already-so', safe`the partition is ${place} already`);
	return ok(String(place));
}
