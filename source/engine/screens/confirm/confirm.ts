import type {Plan} from '../../../domain/release/plan.ts';
import {verbs} from '../../../domain/release/verb.ts';
import {line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {decimal} from '../../evidence/text/figures.ts';
import {requestsOf} from '../../intents/intents.ts';
import {canAct} from '../../intents/prepare/can-act.ts';
import {operationOf} from '../../intents/prepare/operation.ts';
import {confirmBlock, movedSince} from '../../intents/prepare/prepare.ts';
import {clusterWord, isProd, isProtected, needsClusterName} from '../../intents/prepare/protection.ts';
import {needsReason} from '../../intents/prepare/reason.ts';
import {choiceBlock, dialogIntent, dialogVerbs, isOutdated} from '../../keys/dialog.ts';
import {type Intent, isBeingCarriedOut} from '../../state/intent.ts';
import type {Dialog} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {evidenceLines} from './confirm-evidence.ts';
import {chooseParts} from './confirm-question.ts';
import {reasonParts} from './confirm-reason.ts';
import {stepLines} from './confirm-steps.ts';
import type {ConfirmParts, ConfirmView} from './confirm-view.ts';
import {headlineOf} from './headline.ts';

export function selectConfirm(context: EngineContext, state: State): ConfirmView | null {
	const {dialog} = state.screen;
	const intent = dialog ? dialogIntent(state, dialog) : undefined;
	if (!dialog || !intent) return null;
	const {target} = state.session;
	const frame = {
		direction: directionOf(context, state, intent),
		object: safe`${intent.release.namespace}/${intent.release.name}`,
		cluster: clusterWord(target),
		isProtected: isProd(state.session, isProtected(state.session, intent.release.namespace)),
		message: dialog.message,
		bodyOffset: dialog.bodyOffset,
	} as const;
	switch (dialog.mode) {
		case 'choose':
			return {...frame, ...chooseParts(context, state, dialog, intent)};
		case 'reason':
			return {...frame, ...reasonParts(context, state, dialog, intent)};
		case 'confirm':
			return {...frame, ...confirmParts(context, state, dialog, intent)};
	}
}

function confirmParts(context: EngineContext, state: State, dialog: Dialog, intent: Intent): ConfirmParts {
	const {plan, checks} = intent;
	return {
		headline: plan?.headline ?? headlineOf(intent.verb, intent.release),
		lines: [
			...(checks.live === 'moved' && checks.liveText
				? [{tone: 'critical', text: safe`IT MOVED since you pressed the key: ${checks.liveText}`} as const]
				: []),
			...(plan?.effects ?? []).map(text => ({tone: 'plain', text}) as const),
			...evidenceLines(context, state, intent),
			...(plan ? [{tone: 'dim', text: safe`Done by: ${plan.means}.`} as const] : []),
			...intent.owners.map(
				({name, will, undoes}) => ({tone: undoes === 'no' ? 'dim' : 'warning', text: safe`${name} ${will}.`}) as const,
			),
			...(plan?.caveats ?? []).map(text => ({tone: 'warning', text}) as const),
			...stepLines(intent),
			...endLines(intent),
		],
		checks: checksLine(context, state, intent),
		request: dialog.isRequestShown && plan ? requestLines(plan) : [],
		// Once the plan is confirmed, there is nothing left to choose.
		choices: isBeingCarriedOut(intent) ? [] : choices(context, state, dialog, intent),
		inputs: inputs(context, state, dialog, intent),
		options: [],
	};
}

/** A request that ended without having been carried out says so in its own dialog. */
function endLines({phase}: Intent): ConfirmView['lines'] {
	return phase.kind === 'superseded' || phase.kind === 'refused' ? [{tone: 'critical', text: phase.text}] : [];
}

function checksLine(context: EngineContext, state: State, intent: Intent): ConfirmView['checks'] {
	const {phase, checks} = intent;
	if (isBeingCarriedOut(intent))
		return {state: 'running', text: safe`${underWayText(intent)} · esc closes, the request goes on`};
	if (phase.kind !== 'confirming') return {state: 'blocked', text: safe`not carried out`};
	const block = confirmBlock(context, state, intent);
	if (block)
		return {state: block.isFinal ? 'blocked' : 'running', text: block.isFinal ? block.text : safe`${block.text} …`};
	const moved = movedSince(context, state, intent);
	if (moved) return {state: 'warning', text: safe`${moved} · read again before anything is sent`};
	const seconds = checks.liveAtMs === null ? safe`` : safe` ${decimal((state.nowMs - checks.liveAtMs) / 1000)} s ago`;
	const live =
		checks.live === 'moved' ? safe`live check${seconds}: as shown here` : safe`live check${seconds}: unchanged`;
	if (checks.dryRun === 'unavailable')
		return {state: 'warning', text: safe`${live} · no dry run: ${checks.dryRunText ?? safe`no answer`}`};
	return {state: checks.live === 'moved' ? 'warning' : 'ok', text: safe`${live} · ${dryRunText(intent)}`};
}

/** How much of the plan the dry run has tried. */
function dryRunText({plan, checks: {tried}}: Intent): SafeText {
	const writes = plan?.steps.filter(({kind}) => kind !== 'await').length ?? 0;
	if (tried === 0) return safe`no dry run: a call cannot be tried`;
	return tried < writes ? safe`dry run ok for ${tried} of ${writes} writes` : safe`dry run ok`;
}

function underWayText({phase, plan}: Intent): SafeText {
	const step = phase.kind === 'awaiting' ? plan?.steps[phase.step] : undefined;
	if (step?.kind === 'await') return safe`waiting: ${step.label} …`;
	switch (phase.kind) {
		case 'recording':
			return safe`writing its record first …`;
		case 'rechecking':
			return safe`reading the live object once more …`;
		default:
			return safe`sending …`;
	}
}

function requestLines(plan: Plan): readonly SafeText[] {
	return requestsOf(plan).flatMap(({path, body}) => [
		line(path),
		...operations(body).map(operation => line(`  ${JSON.stringify(operation)}`)),
	]);
}

function operations(body: unknown): readonly unknown[] {
	return Array.isArray(body) ? body : [body];
}

function choices(context: EngineContext, state: State, dialog: Dialog, intent: Intent): ConfirmView['choices'] {
	const isOver = isOutdated(context, state, intent);
	const cancel = {
		label: isOver ? safe`Close` : safe`Cancel`,
		isSelected: dialog.focus === 'buttons' && dialog.choiceIndex === 0,
		disabledBecause: null,
	};
	const offered = isOver ? [intent.verb] : dialogVerbs(context, state, intent.release.key, intent.verb);
	const others = offered.map((verb, at) => {
		const isSelected = dialog.focus === 'buttons' && dialog.choiceIndex === at + 1;
		if (isOver) return {label: safe`Look again`, isSelected, disabledBecause: null};
		const allowed = canAct(context, state, intent.release.key, verb, intent.answers);
		const block =
			verb === intent.verb ? choiceBlock(context, state, dialog, intent) : allowed.ok ? null : allowed.error.reason;
		const word = verb === 'promote' && offered.length === 1 ? safe`Promote` : verbs[verb].button;
		const operation = operationOf(context, state, intent.release, verb);
		const label = operation?.action?.(intent.release, intent.answers) ?? word;
		const skipped = verb === 'promoteFull' && offered.length > 1 ? analysesAhead(intent.release) : 0;
		return {
			label:
				skipped === 0 ? label : safe`${label}: skips ${skipped} ${skipped === 1 ? safe`analysis` : safe`analyses`}`,
			isSelected,
			disabledBecause: block,
		};
	});
	return [cancel, ...others];
}

/** The steps with an analysis that are left, the current one included. */
function analysesAhead({steps}: Intent['release']): number {
	return steps.filter(({kind, state}) => kind === 'analysis' && state !== 'done').length;
}

function inputs(context: EngineContext, state: State, dialog: Dialog, intent: Intent): ConfirmView['inputs'] {
	if (intent.plan?.direction !== 'towardCanary' || intent.phase.kind !== 'confirming') return [];
	const word = clusterWord(state.session.target);
	const cluster = {
		label: safe`type the cluster's name (${word})`,
		text: dialog.clusterText,
		isFocused: dialog.focus === 'cluster',
		isSatisfied: dialog.clusterText === word,
	};
	const isNeeded = needsReason(context, state, intent);
	const reason = {
		label: isNeeded ? safe`reason: why in spite of the verdict` : safe`reason (optional)`,
		text: dialog.reasonText,
		isFocused: dialog.focus === 'reason',
		isSatisfied: !isNeeded || dialog.reasonText.trim() !== '',
	};
	return needsClusterName(state, intent) ? [cluster, reason] : [reason];
}

function directionOf(context: EngineContext, state: State, intent: Intent): ConfirmView['direction'] {
	if (intent.plan) return intent.plan.direction;
	// An unknown direction counts as toward the canary, whether or not the plan is made.
	if (intent.release.split.shares) return 'towardCanary';
	return operationOf(context, state, intent.release, intent.verb)?.direction ?? 'towardCanary';
}
