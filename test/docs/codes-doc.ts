import {refusalCodes} from '../../source/domain/release/refusal.ts';
import {contradictionCodes, nextCodes, phaseCodes, whyCodes} from '../../source/domain/release/told.ts';

export const codeTables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	'Why a verb is refused': refusalCodes,
	'Why a release is in its phase': phaseCodes,
	'What happens by itself': nextCodes,
	'Why it waits or failed': whyCodes,
	'What contradicts what': contradictionCodes,
};

/** `docs/codes.md`, whole. */
export function codesDoc(): string {
	const sections = Object.entries(codeTables).map(([title, codes]) => {
		const rows = Object.entries(codes).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
		return [`## ${title}`, '', '| Code | Meaning |', '|---|---|', ...rows].join('\n');
	});
	return `${[head, ...sections].join('\n\n')}\n`;
}

const head = `# Codes

perch explains itself in sentences, and each has a code beside it. A code stays what it is: programs and rules may rely on
it. The sentence may be worded anew at any time. This page is made from the source by \`npm run docs\`.`;
