import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {type StepProgress, stepProgress, stepText} from '../../intents/send/progress.ts';
import type {Intent} from '../../state/intent.ts';
import type {ConfirmView} from './confirm-view.ts';

const progressWords = {
	done: safe`done    `,
	underWay: safe`now     `,
	notDone: safe`not done`,
	unknown: safe`UNKNOWN `,
} as const satisfies Readonly<Record<StepProgress['state'], SafeText>>;

/** Shows a plan of several steps step by step, from the moment it is planned. */
export function stepLines(intent: Intent): ConfirmView['lines'] {
	const steps = stepProgress(intent);
	const cleanup = intent.plan?.cleanup ?? [];
	if (steps.length + cleanup.length < 2) return [];
	const isPlanned = intent.phase.kind === 'confirming';
	const last = cleanup.map(
		step => ({tone: 'dim', text: safe`at the end, whatever happens: ${stepText(step)}`}) as const,
	);
	const lines = steps.map(({text, state}, at): ConfirmView['lines'][number] => ({
		tone: state === 'unknown' ? 'critical' : 'dim',
		text: isPlanned ? safe`${at + 1}. ${text}` : safe`${progressWords[state]} ${text}`,
	}));
	return isPlanned ? [...lines, ...last] : lines;
}
