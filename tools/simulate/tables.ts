import {defaultParameters} from '../../source/judge/signal-parameters.ts';
import {binomialInterval} from '../../source/statistics/binomial-interval.ts';
import type {Figures, Minutes} from './figures.ts';

export type TableName = 'parameters' | 'harmless' | 'harm' | 'recovery';

/** Each table in Markdown, with how many runs its figures rest on. */
export function tablesOf(figures: Figures): Readonly<Record<TableName, string>> {
	return {
		parameters: parameterTable(),
		harmless: harmlessTable(figures),
		harm: harmTable(figures),
		recovery: recoveryTable(figures),
	};
}

const signalNames = {errors: 'errors', slow: 'slow', verySlow: 'very slow', shape: 'whole histogram'} as const;

function parameterTable(): string {
	return table(
		['Signal', 'Chance of a false alarm', "Harm is more than stable's ratio plus", 'Harm that nobody should miss'],
		Object.entries(defaultParameters).map(([signal, {alpha, marginRatio, relativeMargin, care}]) => [
			signalNames[signal as keyof typeof signalNames],
			percent(alpha),
			`${points(marginRatio)} and ${percent(relativeMargin)} of it`,
			`${points(care.leastRatio)}, or ${part(care.timesStable)} stable's ratio`,
		]),
	);
}

function harmlessTable({seed, harmless, together}: Figures): string {
	const rows = harmless.map(({name, runs, alarms, without}) => [
		name,
		withInterval(alarms.perch, runs),
		without === null ? '' : `${notToldOf[without.what]}: ${rate(without.alarms, without.runs)}`,
		...[alarms.z, alarms.newcombe, alarms.argo, alarms.flagger].map(count => rate(count, runs)),
	]);
	const runs = new Set(harmless.map(({runs}) => runs));
	const fewer = new Set(harmless.flatMap(({without}) => (without === null ? [] : [without.runs])));
	return [
		table(['Harmless release', 'perch', 'perch without', 'z', 'Newcombe, 2 min', 'Argo', 'Flagger'], rows),
		`False alarms per 100 releases of two hours, by errors alone. Each figure rests on ${numbers(runs)} runs ("perch without" on ${numbers(fewer)}), seed ${seed}; in brackets the exact 95 % interval.`,
		together
			.map(
				({name, runs: all, alarms}) =>
					`- All four signals together, ${name}: ${alarms} of ${number(all)} runs, ${withInterval(alarms, all)} per 100.`,
			)
			.join('\n'),
	].join('\n\n');
}

const notToldOf = {phi: 'φ', podMargin: 'pod margin'} as const;

function harmTable({seed, harm}: Figures): string {
	const rows = harm.map(({name, requestsPerSecond, minutes}) => [
		name,
		number(requestsPerSecond),
		...[minutes.perch, minutes.z, minutes.argo, minutes.flagger].map(minutesText),
	]);
	return [
		table(['Harm', 'rps', 'perch', 'z', 'Argo', 'Flagger'], rows),
		`Minutes from the onset to the call, median / 95 %; – is not within two hours. Each figure rests on ${numbers(new Set(harm.map(({runs}) => runs)))} runs, seed ${seed}.`,
	].join('\n\n');
}

function recoveryTable({seed, recovery}: Figures): string {
	const rows = recovery.map(({name, convicted, clearedTooSoon, minutes}) => [
		name,
		number(convicted),
		number(clearedTooSoon),
		minutesText(minutes),
	]);
	return [
		table(['Harm', 'Called WORSE', 'Cleared while it lasted', 'Cleared after it ended'], rows),
		`Runs of ${numbers(new Set(recovery.map(({runs}) => runs)))} each, and minutes from the end of harm, median / 95 %; seed ${seed}.`,
	].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

function withInterval(count: number, runs: number): string {
	const {low, high} = binomialInterval(count, runs);
	return `${rate(count, runs)} (${decimal(100 * low)}–${decimal(100 * high)})`;
}

/** Per 100. */
function rate(count: number, runs: number): string {
	return decimal((100 * count) / runs);
}

function minutesText(minutes: Minutes | null): string {
	if (minutes === null) return '';
	const {median, most95} = minutes;
	if (median === null) return '–';
	return `${decimal(median)} / ${most95 === null ? '–' : decimal(most95)}`;
}

/** One decimal, and none from 10 on. */
function decimal(value: number): string {
	return value === 0 || value >= 10 ? value.toFixed(0) : value.toFixed(1);
}

function percent(ratio: number): string {
	return `${Number((100 * ratio).toPrecision(3))} %`;
}

function points(ratio: number): string {
	const percents = Number((100 * ratio).toPrecision(3));
	return `${percents} ${percents === 1 ? 'point' : 'points'}`;
}

function part(times: number): string {
	if (times === 1) return 'as much as';
	return times === 0.5 ? 'half of' : `${times} times`;
}

function number(value: number): string {
	return value.toLocaleString('en');
}

function numbers(values: ReadonlySet<number>): string {
	return [...values].map(number).join(' or ');
}
