import {type Refusal, refuse} from '../../../domain/release/refusal.ts';
import type {Release} from '../../../domain/release/release.ts';
import {ok, type Result} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {everyRequest} from '../../../kinds/route-match.ts';
import type {Answers, Question} from '../../contract.ts';
import type {EntryWeights, RouteRelease} from '../detail.ts';
import {destinationOf} from '../facts.ts';
import {sharesOf} from '../named-entries.ts';
import type {WeightScale} from '../route-kind.ts';

/** How a verb moves weights. */
export interface WeightVerb {
	readonly verb: 'setWeight' | 'promoteFull' | 'back';
	/** `one`: the operator chooses one of several entries; `all`: every entry in which the destination has a share. */
	readonly rules: 'one' | 'all';
	/** Null: the operator is asked for it. */
	readonly percent: number | null;
}

/** A destination, the share that it is to have, and the entries in which it is to have that share. */
export interface Choice {
	readonly entries: readonly EntryWeights[];
	readonly destination: SafeText;
	readonly percent: number;
}

/** The result of the answers so far: the complete choice, the next question, or a refusal. */
export type Asked =
	| {readonly kind: 'chosen'; readonly choice: Choice}
	| {readonly kind: 'asking'; readonly question: Question}
	| {readonly kind: 'refused'; readonly refusal: Refusal};

export interface WeightReading {
	readonly scale: WeightScale;
	readonly unsetWeight: number;
}

export function readAnswers(reading: WeightReading, verb: WeightVerb, release: RouteRelease, answers: Answers): Asked {
	const rest = [...answers];
	const all = release.detail.candidates;
	let entries: readonly EntryWeights[] = all;
	if (verb.rules === 'one' && all.length > 1) {
		const title = rest.shift();
		if (title === undefined) return {kind: 'asking', question: askRule(reading, all)};
		entries = all.filter(entry => entry.title === title);
	}
	if (entries.length === 0) return refused(safe`that rule is gone, or has no weights any more`);
	let destination = knownDestination(release, entries);
	if (destination === null) {
		const name = rest.shift();
		if (name === undefined) return {kind: 'asking', question: askDestination(reading, verb, entries)};
		destination = namesIn(entries).find(other => other === name) ?? null;
		if (destination === null) return refused(safe`that destination is not in the route any more`);
	}
	const {percent} = verb;
	if (percent !== null) return {kind: 'chosen', choice: {entries, destination, percent}};
	const text = rest.shift();
	if (text === undefined) return {kind: 'asking', question: askPercent(reading, entries, destination)};
	const parsed = parsePercent(reading.scale, text);
	if (!parsed.ok) return {kind: 'refused', refusal: parsed.error};
	return {kind: 'chosen', choice: {entries, destination, percent: Number(parsed.value)}};
}

function refused(reason: SafeText): Asked {
	return {kind: 'refused', refusal: {code: 'answer-gone', reason}};
}

/** The share of one destination in an entry, in percent; 0 if the entry does not have it. */
export function shareOf({unsetWeight}: WeightReading, {destinations}: EntryWeights, name: SafeText): number {
	const shares = sharesOf(destinations.map(({weight}) => weight ?? unsetWeight));
	return shares[destinations.findIndex(other => other.name === name)] ?? 0;
}

/** `v1 75%, v2 25%` */
export function sharesText(reading: WeightReading, entry: EntryWeights): SafeText {
	const shares = entry.destinations.map(({name}) => safe`${name} ${shareOf(reading, entry, name)}%`);
	return shares.reduce((one, other) => safe`${one}, ${other}`);
}

/** The canary's destination; null if it is not proven which one that is. */
function knownDestination({stable, canary}: Release, entries: readonly EntryWeights[]): SafeText | null {
	const name = stable === null ? null : destinationOf(canary);
	return name !== null && namesIn(entries).includes(name) ? name : null;
}

function namesIn(entries: readonly EntryWeights[]): readonly SafeText[] {
	return [...new Set(entries.flatMap(({destinations}) => destinations.map(({name}) => name)))];
}

function askRule(reading: WeightReading, entries: readonly EntryWeights[]): Question {
	return {
		title: safe`Weights of which rule?`,
		options: entries.map(entry => ({
			value: entry.title,
			text: safe`${entry.title} (${entry.match ?? everyRequest}): ${sharesText(reading, entry)}`,
			createdAtMs: null,
		})),
		entry: null,
	};
}

function askDestination(reading: WeightReading, {verb}: WeightVerb, entries: readonly EntryWeights[]): Question {
	const title = {
		setWeight: safe`The weight of which destination?`,
		promoteFull: safe`Which destination is to take everything?`,
		back: safe`Which destination is to take nothing?`,
	}[verb];
	const options = namesIn(entries).map((name, at) => {
		const shares = entries.map(entry => safe`${shareOf(reading, entry, name)}% of ${entry.title}`);
		const text = shares.reduce((one, other) => safe`${one}, ${other}`);
		return {value: name, text: safe`${letters[at] ?? safe`-`} ${name}: ${text}`, createdAtMs: null};
	});
	return {title, options, entry: null};
}

const letters = [safe`A`, safe`B`, safe`C`, safe`D`, safe`E`, safe`F`];

function askPercent(reading: WeightReading, entries: readonly EntryWeights[], destination: SafeText): Question {
	const [entry] = entries;
	const now = entry ? shareOf(reading, entry, destination) : 0;
	return {
		title: safe`Which share of the requests to ${destination}? It has ${now}%.`,
		options: [0, 1, 5, 10, 25, 50, 75, 100]
			.filter(percent => percent !== now)
			.map(percent => ({value: `${percent}`, text: safe`${percent}%`, createdAtMs: null})),
		entry: {label: safe`percent for ${destination}, 0 to 100`, parse: text => parsePercent(reading.scale, text)},
	};
}

function parsePercent({decimals}: WeightScale, text: string): Result<string, Refusal> {
	const digits = /^(\d{1,3}(?:\.\d+)?)\s*%?$/.exec(text.trim())?.[1];
	if (digits === undefined || Number(digits) > 100)
		return refuse('answer-invalid', safe`type a percentage from 0 to 100`);
	const places = digits.split('.')[1]?.length ?? 0;
	if (places > decimals) {
		return refuse(
			'answer-invalid',
			decimals === 0 ? safe`whole percents only` : safe`at most ${decimals} digits behind the point`,
		);
	}
	return ok(`${Number(digits)}`);
}
