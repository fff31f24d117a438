import type {Release} from '../../domain/release/release.ts';
import type {AccessQuestion} from '../../ports/cluster.ts';
import type {Permission} from '../../releases/contract.ts';
import {accessKey} from '../intents/prepare/missing-permission.ts';
import {targetRelease} from '../lists/selection.ts';
import type {Command} from '../state/commands.ts';
import type {Event} from '../state/events.ts';
import {only} from '../state/reduction.ts';
import type {AccessKey, State} from '../state/state.ts';
import {backendOf, type EngineContext} from '../world/context.ts';

/** Ask again after this long, to notice a permission that was granted or taken away. */
const askAgainMs = 120_000;

/** Asks the API server what the session may do to the release that verbs act on, once for each rule and namespace. */
export function askAccess(
	context: EngineContext,
	state: State,
): {readonly state: State; readonly commands: readonly Command[]} {
	const key =
		state.session.settings.isReadOnly || state.session.target.isReadOnly ? null : targetRelease(context, state);
	const release = key === null ? undefined : context.derive.releases(state).get(key);
	if (!release || release.notUnderstood) return only(state);
	const {access} = state.cluster;
	const operations = Object.values(backendOf(context, release.backend).operations);
	const questions: Record<AccessKey, AccessQuestion> = {};
	for (const permission of operations.flatMap(operation => operation.permissions(release))) {
		const question = accessKey(permission, release);
		const known = access[question];
		if (!known || state.nowMs - known.askedAtMs >= askAgainMs) questions[question] = questionOf(permission, release);
	}
	const asked = Object.keys(questions);
	if (asked.length === 0) return only(state);
	const waiting = asked.map(question => [
		question,
		{isAllowed: access[question]?.isAllowed ?? null, askedAtMs: state.nowMs},
	]);
	return {
		state: {...state, cluster: {...state.cluster, access: {...access, ...Object.fromEntries(waiting)}}},
		commands: [{kind: 'askAccess', questions}],
	};
}

export function accessAnswered(state: State, {answers}: Extract<Event, {kind: 'accessAnswered'}>): State {
	const answered = Object.entries(answers).map(([key, isAllowed]) => [key, {isAllowed, askedAtMs: state.nowMs}]);
	const access = {...state.cluster.access, ...Object.fromEntries(answered)};
	return {...state, cluster: {...state.cluster, access}};
}

function questionOf({verb, kindId, subresource, namespace}: Permission, release: Release): AccessQuestion {
	const [resource = kindId, ...group] = kindId.split('.');
	return {verb, group: group.join('.'), resource, subresource, namespace: namespace ?? release.namespace, name: null};
}
