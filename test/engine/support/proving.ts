import type {RawObject} from '../../../source/domain/cluster/kube-object.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';
import type {ShownEvidence, ShownSignal} from '../../../source/engine/evidence/rows/shown-evidence.ts';
import {type EvidenceAsked, evidenceRows} from '../../../source/engine/questions/evidence-rows.ts';
import type {MetricsError} from '../../../source/ports/metrics.ts';
import type {Settings} from '../../../source/ports/settings.ts';
import {readSituation} from '../../releases/situation.ts';
import type {Desk} from './desk.ts';
import {deskOn} from './recorded.ts';
import {failing, paused} from './verdicts.ts';

export const unreachable: MetricsError = {kind: 'unreachable', status: null, message: safe`connection refused`};
export const hourMs = 3_600_000;
export const alike = failing(4.75, 0.25);

/** The screen that proves figures, on the comparison of errors. */
export function proving(
	world: NonNullable<Parameters<typeof deskOn>[1]>['world'],
	laterMs = 0,
	others: {readonly objects?: readonly RawObject[]; readonly settings?: Partial<Settings>} = {},
): Desk {
	const desk = deskOn(paused, {nowMs: readSituation(paused).nowMs + laterMs, world: {...world}, ...others});
	desk.advance(5_000);
	desk.press('=');
	desk.advance(2_000);
	return desk;
}

export function shown(desk: Desk): ShownEvidence | null {
	const {screen} = desk.frame();
	if (screen.kind !== 'prove') throw new Error(`the screen is ${screen.kind}`);
	return screen.view.evidence;
}

export function told(desk: Desk): Extract<ShownEvidence, {kind: 'told'}> {
	const evidence = shown(desk);
	if (evidence?.kind !== 'told') throw new Error(`the evidence is ${evidence?.kind}`);
	return evidence;
}

export function errors(desk: Desk): ShownSignal {
	const [signal] = told(desk).signals;
	if (!signal) throw new Error('nothing is judged');
	return signal;
}

export function askedRows(desk: Desk): readonly EvidenceAsked[] {
	return desk
		.given('ask')
		.flatMap(({question, asked}) => (question === evidenceRows.id ? [asked as EvidenceAsked] : []));
}
