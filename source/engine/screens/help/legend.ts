import {type SafeText, safe} from '../../../domain/text/safe-text.ts';

export interface HelpSection {
	readonly title: SafeText;
	readonly keys: readonly {readonly key: SafeText; readonly text: SafeText}[];
}

/** What the signs beside names and figures mean. A colour never stands alone. */
export const legend: HelpSection['keys'] = [
	{key: safe`✖`, text: safe`harm, or a failure: somebody must look`},
	{key: safe`▲`, text: safe`slower than usual`},
	{key: safe`≠`, text: safe`the cluster does what its controller denies`},
	{key: safe`⚠`, text: safe`a warning: something that perch cannot do or see`},
	{key: safe`‖`, text: safe`waits for a person`},
	{key: safe`▶`, text: safe`moves by itself`},
	{key: safe`…`, text: safe`waits for time or an analysis; of a figure: it is being read`},
	{key: safe`?`, text: safe`of a figure: from too few requests to rely on; of a release: perch cannot tell its state`},
	{key: safe`≥`, text: safe`at least: above the largest bucket, or for longer than perch saw`},
	{key: safe`-`, text: safe`no traffic; a blank: no series`},
	{key: safe`~`, text: safe`about`},
	{key: safe`*`, text: safe`a pinned row`},
	{key: safe`grey`, text: safe`no verdict; with the word old: too old to trust`},
	{key: safe`red`, text: safe`harm; of a badge: PROD`},
	{key: safe`yellow`, text: safe`a warning, or a wait for a person`},
];
