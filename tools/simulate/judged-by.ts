import {harmBets} from '../../source/judge/evidence/log-evidence.ts';
import {defaultParameters, marginOf} from '../../source/judge/signal-parameters.ts';
import type {JudgedBy} from './figures.ts';

/** What the judge judges by now. */
export const judgedBy: JudgedBy = {
	parameters: defaultParameters,
	warmMargin: marginOf({relative: 0, ratio: 0}, true),
	bets: harmBets.join(' '),
};
