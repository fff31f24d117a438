import {safe} from '../../domain/text/safe-text.ts';
import type {Meaning} from '../../domain/text/theme.ts';
import type {Banner, HeaderView} from '../../engine/screens/header.ts';
import {wrap} from '../lines/cells.ts';
import {type Line, span} from '../lines/line.ts';

/** Most urgent first, one line each, except banners that must be read whole. Banners that do not fit are counted,
 * never dropped silently. */
export function bannerLines(header: HeaderView, limit: number, columns: number): readonly Line[] {
	const banners = [...header.banners, ...problemsOf(header)];
	const brief = banners.filter(({isWhole}) => !isWhole);
	const shown = brief.length > limit ? brief.slice(0, Math.max(1, limit)) : brief;
	const hidden = brief.length - shown.length;
	return banners.flatMap(banner => {
		const {glyph, meaning} = signs[banner.tone];
		if (banner.isWhole) {
			const [first = banner.text, ...rest] = wrap(banner.text, columns - 3);
			return [
				[span(safe` ${glyph} `, meaning), span(first, meaning)],
				...rest.map(row => [span(safe`   ${row}`, meaning)]),
			];
		}
		if (!shown.includes(banner)) return [];
		const more = banner === shown.at(-1) && hidden > 0 ? [span(safe`(+${hidden} more) `, 'dim')] : [];
		return [[span(safe` ${glyph} `, meaning), ...more, span(banner.text, meaning)]];
	});
}

/** The problems of the sources that no banner shows already. */
function problemsOf(header: HeaderView): readonly Banner[] {
	return [header.cluster, header.metrics].flatMap(({state, problem}) => {
		if (problem === null || header.banners.some(({text}) => text.includes(problem))) return [];
		return [{tone: state === 'failed' || state === 'red' ? 'critical' : 'warning', text: problem} as const];
	});
}

const signs = {
	critical: {glyph: safe`✖`, meaning: 'critical'},
	warning: {glyph: safe`⚠`, meaning: 'warning'},
	info: {glyph: safe`·`, meaning: 'moving'},
} as const satisfies Record<Banner['tone'], {readonly glyph: string; readonly meaning: Meaning}>;
