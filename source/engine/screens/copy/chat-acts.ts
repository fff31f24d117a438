import type {ReleaseKey} from '../../../domain/cluster/keys.ts';
import type {Release} from '../../../domain/release/release.ts';
import {bold, code, prose} from '../../../domain/text/markdown.ts';
import {line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Intent} from '../../state/intent.ts';
import {actedAtMs, serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {effectNow, progress} from '../intent-line.ts';
import {item, utc} from './chat-item.ts';

/** How many of the session's acts are told, the newest. */
const actLimit = 3;

/** What this session did to the release: when, by whom, by which means, and what proves it. A dialog that was not
 * confirmed is no act. */
export function actLines(
	context: EngineContext,
	state: State,
	key: ReleaseKey | null,
	release: Release | null,
): readonly SafeText[] {
	const acts = state.intents.filter(intent => intent.release.key === key && intent.confirmedAtMs !== null);
	return acts.slice(-actLimit).flatMap(intent => actLine(context, state, intent, release));
}

function actLine(context: EngineContext, state: State, intent: Intent, release: Release | null): readonly SafeText[] {
	const nowMs = serverTime(state);
	const {plan, recovery, leftBehind} = intent;
	const at = utc(actedAtMs(intent, state), nowMs);
	const user = state.cluster.identity?.user;
	const by = user === undefined ? safe`with perch` : safe`by ${code(user)} with perch`;
	const means = plan ? safe` (${prose(plan.means)})` : safe``;
	const now = release && effectNow(context, state, intent, release);
	const {text} = progress(intent, now);
	return [
		item(safe`done`, safe`${at} ${bold(plan?.headline ?? line(intent.verb))} ${by}${means}: ${prose(text)}`),
		...(leftBehind === null ? [] : [safe`- ${bold(leftBehind)}`]),
		...(recovery ? [item(safe`proof`, prose(recovery.text))] : []),
	];
}
