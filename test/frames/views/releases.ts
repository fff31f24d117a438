import {releaseKey} from '../../../source/domain/keys.ts';
import {safe} from '../../../source/domain/safe-text.ts';
import type {ReleaseRow, ReleasesView} from '../../../source/engine/screens/releases.ts';
import {prod} from '../../support/prod.ts';
import {footerOf, header, ofPaused} from './shop.ts';

function releaseRow(fields: Omit<ReleaseRow, 'key' | 'isSelected'> & {readonly isSelected?: boolean}): ReleaseRow {
	return {key: releaseKey(prod, 'rollouts.argoproj.io', 'shop', fields.name), isSelected: false, ...fields};
}

const releasesFooter = footerOf('releases', ofPaused);

export const releases: ReleasesView = {
	header,
	rows: [
		releaseRow({
			isSelected: true,
			tone: 'warning',
			glyph: safe`‖`,
			word: safe`PAUSED`,
			name: safe`shop/checkout`,
			controller: safe`argo`,
			strategy: safe`canary`,
			versions: safe`2.8.1 → 2.9.0`,
			step: safe`5/9`,
			weight: safe`20%`,
			pods: safe`8/8 + 2/2`,
			age: safe`4m12s`,
			why: safe`waits for a person`,
		}),
		releaseRow({
			tone: 'critical',
			glyph: safe`✖`,
			word: safe`ABORTED`,
			name: safe`shop/frontend`,
			controller: safe`argo`,
			strategy: safe`blueGreen`,
			versions: safe`1.1.0 → 1.2.0`,
			step: safe``,
			weight: safe`100%`,
			pods: safe`4/4 + 4/4`,
			age: safe`11m`,
			why: safe`Argo says aborted, 100 % still on 1.2.0`,
		}),
		releaseRow({
			tone: 'moving',
			glyph: safe`▶`,
			word: safe`ROLLING`,
			name: safe`pay/ledger`,
			controller: safe`argo`,
			strategy: safe`canary`,
			versions: safe`3.0 → 3.1`,
			step: safe`1/6`,
			weight: safe`5%`,
			pods: safe`4/4 + 1/1`,
			age: safe`48s`,
			why: null,
		}),
		releaseRow({
			tone: 'quiet',
			glyph: safe`●`,
			word: safe`STABLE`,
			name: safe`shop/currency`,
			controller: safe`deployment`,
			strategy: safe`rolling`,
			versions: safe`1.4.2`,
			step: safe``,
			weight: safe`–`,
			pods: safe`3/3`,
			age: safe`6d`,
			why: null,
		}),
	],
	offset: 0,
	total: 4,
	empty: null,
	footer: releasesFooter,
};
