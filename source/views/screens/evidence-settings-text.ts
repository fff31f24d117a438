import {assertNever} from '../../domain/result.ts';
import type {UnfollowedAnnotation} from '../../domain/settings/judge-settings.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTime} from '../../domain/time.ts';
import type {ShownEvidence, ShownSignal} from '../../engine/evidence/rows/shown-evidence.ts';
import {joinTexts} from '../lines/cells.ts';
import {chosenText, statusesText} from './failures-text.ts';
import {placeTexts} from './place-texts.ts';

type ShownRules = Extract<ShownEvidence, {kind: 'told'}>['rules'];
type Row = {readonly label: SafeText; readonly text: SafeText};

/** What is configured of the judge, what of it counts later, and which annotations do not count; empty where all is by
 * default. */
export function settingRows(signals: readonly ShownSignal[], rules: ShownRules): readonly Row[] {
	const {changed, changedFailures, unfollowed, writtenMs} = rules;
	const written =
		writtenMs === null
			? []
			: [
					safe`the configuration was written at ${ident(clockTime(writtenMs))} UTC, after this canary came: perch may have judged it by other rules before`,
				];
	return [
		...labelled(safe`set`, signals.filter(({set}) => set.length > 0).map(setText)),
		...labelled(safe`changed`, [
			...changed.map(changedText),
			...(changedFailures ? [changedFailuresText(changedFailures)] : []),
			...written,
		]),
		...labelled(safe`unused`, unfollowed.map(unfollowedText)),
	];
}

/** Stands beside any verdict: the canary by itself, whatever stable does. */
export function objectiveTexts({objective}: ShownSignal): readonly SafeText[] {
	if (objective?.isOver !== true) return [];
	// Ten thousand requests for one failure are an objective too: it is said as it was set.
	const percent = Number((objective.ratio * 100).toPrecision(4));
	return [safe`OVER SLO: more than ${percent} % of the canary's requests fail`];
}

/** How the bounds were chosen above which requests are slow. */
export function boundsText(signals: readonly ShownSignal[], {objectiveMs}: ShownRules): SafeText {
	const byPast = safe`chosen by what stable took before these rows, nearest to 5 % and to 1 % of its requests`;
	if (objectiveMs === null) return byPast;
	const slowMs = signals.find(({signal}) => signal === 'slow')?.boundMs ?? 0;
	if (slowMs < objectiveMs) return safe`none of the histogram reaches the objective of ${objectiveMs} ms: ${byPast}`;
	return safe`slow by the objective of ${objectiveMs} ms, very slow nearest to 1 % of what stable took before these rows`;
}

function labelled(label: SafeText, texts: readonly SafeText[]): readonly Row[] {
	return texts.map((text, at) => ({label: at === 0 ? label : safe``, text}));
}

/** `errors.marginRatio 0.001, errors.alpha 0.002 by the service's configuration · the rest by default`. */
function setText({set}: ShownSignal): SafeText {
	const sources = [...new Set(set.map(({source}) => source))];
	const told = sources.map(source => {
		const own = set.filter(one => one.source === source);
		const values = own.map(({setting, value}) => safe`${ident(setting)} ${value}`);
		return safe`${joinTexts(values, safe`, `)} by ${placeTexts[source]}`;
	});
	return joinTexts([...told, safe`the rest by default`], safe` · `);
}

function changedText({setting, before, now}: ShownRules['changed'][number]): SafeText {
	const told = (value: number | null) => (value === null ? safe`the default` : safe`${value}`);
	return safe`${ident(setting)} is ${told(now)} now, ${told(before)} for this canary: the change counts from the next canary on`;
}

function changedFailuresText({before, now}: NonNullable<ShownRules['changedFailures']>): SafeText {
	const told = (chosen: typeof now) => (chosen === null ? safe`what the mesh's own rule names` : chosenText(chosen));
	return safe`failed is ${told(now)} in the figures of now, and ${told(before)} for the verdict on this canary: the change counts for the next canary`;
}

const mostValue = 40;

/** An annotation that does not count, and why. */
export function unfollowedText({name, value, because}: UnfollowedAnnotation): SafeText {
	const shown = value.length > mostValue ? safe`${ident(value.slice(0, mostValue))}…` : value;
	const said = safe`${name} "${shown}"`;
	switch (because.kind) {
		case 'unknown':
			return safe`${said}: no setting has this name`;
		case 'outside':
			return safe`${said}: must be a number from ${because.range.least} to ${because.range.most}`;
		case 'weaker':
			return safe`${said}: an annotation may allow no more than ${because.most}; the configuration may`;
		case 'notItsOwn':
			return safe`${said}: only the configuration sets this`;
		case 'overruled':
			return safe`${said}: ${because.value} by ${placeTexts[because.by]} counts`;
		case 'noStatuses':
			return safe`${said}: must be ${statusWords[because.protocol]}, with commas between them`;
		case 'takesAway':
			return safe`${said}: an annotation may only add failures; the configuration may take them away`;
		case 'excepted': {
			const statuses = statusesText(because.protocol, because.statuses);
			return safe`${said}: ${statuses} does not fail by ${placeTexts[because.by]}`;
		}
		default:
			return assertNever(because);
	}
}

const statusWords = {
	http: safe`statuses from 300 to 599, or classes such as 4xx`,
	grpc: safe`statuses by name or number, such as UNAVAILABLE or 14, or any`,
} as const;
