import {dialogCases} from './dialogs.ts';
import {evidenceCases} from './evidence.ts';
import {listCases} from './lists.ts';
import {pastCases} from './past.ts';
import {releaseCases} from './releases.ts';
import {strangeCases} from './strange.ts';
import {whereCases} from './where.ts';
import {wholeShopCases} from './whole-shop.ts';

/** Every state of every screen, by what brought the engine there. */
export const casesByKind = [
	wholeShopCases,
	listCases,
	releaseCases,
	whereCases,
	dialogCases,
	evidenceCases,
	pastCases,
	strangeCases,
] as const;
