import {safe} from '../../domain/safe-text.ts';
import type {Meaning} from '../../domain/theme.ts';
import type {Banner, HeaderView} from '../../engine/select/header.ts';
import {type Line, span} from '../lines/line.ts';

/** One line each, most urgent first. More than fit are counted, never dropped in silence. */
export function bannerLines(header: HeaderView, limit: number): readonly Line[] {
	const banners = [...header.banners, ...problemsOf(header)];
	const shown = banners.length > limit ? banners.slice(0, Math.max(1, limit)) : banners;
	const hidden = banners.length - shown.length;
	return shown.map((banner, index) => {
		const {glyph, meaning} = signs[banner.tone];
		const more = index === shown.length - 1 && hidden > 0 ? [span(safe`(+${hidden} more) `, 'dim')] : [];
		return [span(safe` ${glyph} `, meaning), ...more, span(banner.text, meaning)];
	});
}

/** A source's problem that no banner tells already. */
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
