import {expect} from 'vitest';
import type {Demo} from '../../journeys/support/demo.ts';
import type {Sre} from '../../journeys/support/sre.ts';

/** Typed by hand, these keys go back to stable: the verb, the other button, enter. */
const deadly = 'x\u001b[C\rp\u001b[C\r';
const begin = '\u001b[200~';
const end = '\u001b[201~';

export const pastes = {
	bracketed: `${begin}${deadly}${end}`,
	unbracketed: deadly,
	'with an end of its own inside': `${begin}x${end}${deadly}${begin}${deadly}${end}`,
} as const satisfies Readonly<Record<string, string>>;

/** Sends the text in two parts, torn before its byte `at`, as a slow line would; perch then still hears a key. */
export async function pastesTorn(sre: Sre, text: string, at: number): Promise<void> {
	const bytes = Buffer.from(text);
	sre.terminal.write(bytes.subarray(0, at).toString('latin1'));
	// Long enough for two reads, far too short for a hand.
	await new Promise(resolve => setTimeout(resolve, 8));
	sre.terminal.write(bytes.subarray(at).toString('latin1'));
	await stillHears(sre);
}

/** Closes any dialog, then opens and closes help: by then perch has taken in every key that was sent before. */
export async function stillHears(sre: Sre): Promise<void> {
	const help = /promote by one step/;
	await sre.reads();
	await sre.press('?');
	await sre.sees(new RegExp(`${help.source}|Cancel`));
	if (!help.test(sre.screen())) {
		await sre.press('escape');
		await sre.doesNotSee(/Cancel/);
		await sre.press('?');
		await sre.sees(help);
	}
	await sre.press('escape');
	await sre.doesNotSee(help);
}

export async function expectNothingDone(demo: Demo, sre: Sre): Promise<void> {
	expect(await sre.home.audit()).toEqual([]);
	expect(await demo.perchWrites()).toEqual([]);
}
