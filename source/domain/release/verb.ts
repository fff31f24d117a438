import {type SafeText, safe} from '../text/safe-text.ts';

/** What can be done to a release. */
export type Verb = keyof typeof verbs;

/** The words for each verb: the heading while its plan is being made, and the button that carries it out. */
export const verbs = {
	promote: {heading: safe`PROMOTE`, button: safe`Promote one step`},
	promoteFull: {heading: safe`PROMOTE FULLY`, button: safe`Promote fully`},
	hold: {heading: safe`HOLD`, button: safe`Hold`},
	resume: {heading: safe`RESUME`, button: safe`Resume`},
	back: {heading: safe`BACK TO STABLE`, button: safe`Go back`},
	/** To a revision of the operator's choice. */
	toRevision: {heading: safe`ANOTHER REVISION`, button: safe`Go there`},
	retry: {heading: safe`RETRY`, button: safe`Retry`},
	restart: {heading: safe`RESTART`, button: safe`Restart`},
	/** Moves a weight or a partition to a figure. */
	setWeight: {heading: safe`SET WEIGHT`, button: safe`Set weight`},
	setImage: {heading: safe`SET IMAGE`, button: safe`Set image`},
	/** Goes to a step. */
	jump: {heading: safe`JUMP TO STEP`, button: safe`Jump`},
	/** Ends an analysis. */
	terminate: {heading: safe`TERMINATE ANALYSIS`, button: safe`Terminate`},
	/** The inverse of one of the operator's own writes; made by the engine from its journal, for every backend. */
	undo: {heading: safe`UNDO`, button: safe`Undo`},
} as const;

/** What a sentence may name: a verb, or one of the two actions of perch itself that sentences mention. */
export type Named = Verb | 'freeze' | 'palette';

/**
 * A placeholder in a sentence, where a front end names the verb in its own way: a screen by its key, a command
 * line by its command. One cell wide, as a key is. No text of a cluster holds such a character: the neutraliser
 * makes it visible.
 */
export function verb(name: Named): SafeText {
	return marks[name];
}

/** The sentence with every verb named by `nameOf`. */
export function withVerbs(text: SafeText, nameOf: (name: Named) => SafeText): SafeText {
	if (!/[\ue000-\ue01f]/.test(text)) return text;
	return text.replace(/[\ue000-\ue01f]/g, mark => nameOf(names.get(mark) ?? 'palette')) as SafeText;
}

const marks: Readonly<Record<Named, SafeText>> = {
	promote: safe`\ue000`,
	promoteFull: safe`\ue001`,
	hold: safe`\ue002`,
	resume: safe`\ue003`,
	back: safe`\ue004`,
	toRevision: safe`\ue005`,
	retry: safe`\ue006`,
	restart: safe`\ue007`,
	setWeight: safe`\ue008`,
	setImage: safe`\ue009`,
	jump: safe`\ue00a`,
	terminate: safe`\ue00b`,
	undo: safe`\ue00c`,
	freeze: safe`\ue00d`,
	palette: safe`\ue00e`,
};

const names: ReadonlyMap<string, Named> = new Map(
	(Object.keys(marks) as Named[]).map(name => [marks[name], name] as const),
);
