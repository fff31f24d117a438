import {ident, safe} from '../../domain/text/safe-text.ts';
import type {PolicyLine} from '../../engine/screens/release/traffic-policy.ts';
import {cells, padEnd, truncateEnd} from '../lines/cells.ts';
import {type Line, span} from '../lines/line.ts';
import type {Size} from './page.ts';

const mostLines = 6;
const labelCells = 9;

/** How the calls of a service are treated, one concept per line; the last line counts the hidden ones. */
export function policyBlock(policy: readonly PolicyLine[], room: Size): readonly Line[] {
	const count = Math.min(policy.length, mostLines, Math.max(0, room.rows));
	const hidden = policy.length - count;
	return policy.slice(0, count).map(({label, text, tone}, index): Line => {
		const isLast = index === count - 1;
		const more = isLast && hidden > 0 ? safe`  +${hidden} more` : safe``;
		const sign = tone === 'critical' ? safe`✖ ` : tone === 'warning' ? safe`⚠ ` : safe``;
		const width = room.columns - labelCells - 2 - cells(more) - cells(sign);
		const meaning = tone === 'quiet' ? 'dim' : tone;
		return [
			span(safe` ${padEnd(label, labelCells)}`, 'dim'),
			span(sign, meaning),
			span(truncateEnd(text, width), meaning),
			span(ident(more), 'dim'),
		];
	});
}
