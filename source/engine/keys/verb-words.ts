import type {Verb} from '../../domain/plan.ts';
import type {Release} from '../../domain/release.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';

/** What a dialog is headed by while its plan is being made. */
export const verbWords: Readonly<Record<Verb, SafeText>> = {
	promote: safe`PROMOTE`,
	promoteFull: safe`PROMOTE FULLY`,
	hold: safe`HOLD`,
	resume: safe`RESUME`,
	back: safe`BACK TO STABLE`,
	other: safe`ANOTHER REVISION`,
	retry: safe`RETRY`,
	restart: safe`RESTART`,
	setWeight: safe`SET WEIGHT`,
	setImage: safe`SET IMAGE`,
	jump: safe`JUMP TO STEP`,
	terminate: safe`TERMINATE ANALYSIS`,
	undo: safe`UNDO`,
};

/** The same of one release: where nobody knows which version is stable, none is promised. */
export function headlineOf(verb: Verb, {split}: Release): SafeText {
	return verb === 'back' && split.shares ? safe`TAKE ONE OUT` : verbWords[verb];
}

/** What the button says. */
export const choiceWords: Readonly<Record<Verb, SafeText>> = {
	promote: safe`Promote one step`,
	promoteFull: safe`Promote fully`,
	hold: safe`Hold`,
	resume: safe`Resume`,
	back: safe`Go back`,
	other: safe`Go there`,
	retry: safe`Retry`,
	restart: safe`Restart`,
	setWeight: safe`Set weight`,
	setImage: safe`Set image`,
	jump: safe`Jump`,
	terminate: safe`Terminate`,
	undo: safe`Undo`,
};
