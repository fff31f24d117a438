import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
import type {PodTemplate} from '../../kinds/pod-template.ts';

/** How two things of one program follow each other. */
export type VersionOrder =
	/** `evidence`: `1.18.0 is older than 1.19.0`. */
	| {readonly kind: 'older' | 'newer'; readonly evidence: SafeText}
	| {readonly kind: 'same'}
	/** The same program, of versions that cannot be put in order. */
	| {readonly kind: 'unknown'}
	/** One part of it is older, another newer. */
	| {readonly kind: 'contradictory'}
	/** What runs there are different programs: the number of one says nothing of the other. */
	| {readonly kind: 'otherProgram'};

/**
 * Which of two templates is of the older version: only by images of the same repository, in containers of the same name,
 * with versions of the same shape. Every container that changed must agree: a sidecar alone proves nothing.
 */
export function orderOfTemplates(one: PodTemplate, other: PodTemplate): VersionOrder {
	const pairs = one.containers.map(container => ({
		image: imageOf(container.image),
		against: other.containers.filter(({name}) => name === container.name).map(({image}) => imageOf(image)),
	}));
	const isOneProgram =
		one.containers.length === other.containers.length &&
		pairs.every(({image, against}) => against.length === 1 && against[0]?.repository === image.repository);
	if (!isOneProgram) return {kind: 'otherProgram'};
	const changed = pairs.filter(({image, against}) => against[0]?.reference !== image.reference);
	if (changed.length === 0) return {kind: 'same'};
	return agreed(changed.map(({image, against}) => orderOfVersions(image.tag, against[0]?.tag ?? null)));
}

/** What all of these say together; without any of them nothing is known. */
export function agreed(orders: readonly VersionOrder[]): VersionOrder {
	const [first] = orders;
	const has = (kind: VersionOrder['kind']) => orders.some(order => order.kind === kind);
	if (first && orders.every(({kind}) => kind === first.kind)) return first;
	if (has('otherProgram')) return {kind: 'otherProgram'};
	return has('contradictory') || (has('older') && has('newer')) ? {kind: 'contradictory'} : {kind: 'unknown'};
}

/** Versions of one program, such as the tags of one repository. */
export function orderOfVersions(one: SafeText | null, other: SafeText | null): VersionOrder {
	const [a, b] = [one === null ? null : partsOf(one), other === null ? null : partsOf(other)];
	if (one === null || other === null || a === null || b === null || a.shape !== b.shape) return {kind: 'unknown'};
	const difference = a.numbers.map((number, at) => number - (b.numbers[at] ?? 0)).find(found => found !== 0);
	if (difference === undefined) return one === other ? {kind: 'same'} : {kind: 'unknown'};
	return difference < 0
		? {kind: 'older', evidence: safe`${one} is older than ${other}`}
		: {kind: 'newer', evidence: safe`${other} is older than ${one}`};
}

interface Image {
	readonly reference: string;
	readonly repository: string;
	readonly tag: SafeText | null;
}

/** `localhost:5000/shop/app:1.2.3@sha256:…`: a colon before the last slash is a port. */
function imageOf(reference: string): Image {
	const [tagged = ''] = reference.split('@');
	const [, repository = '', tag] = /^(.*?)(?::([^:/]*))?$/.exec(tagged) ?? [];
	return {reference, repository, tag: tag === undefined ? null : ident(tag)};
}

interface Parts {
	/** What the numbers are: versions of different shapes are counted by different rules. */
	readonly shape: string;
	readonly numbers: readonly number[];
}

/** `v2.9.0-rc1` → 2, 9, 0; `2026-11-28` → 2026, 11, 28; null where it is no version. */
function partsOf(version: string): Parts | null {
	const date = /^(v?)(\d{4})-(\d{2})-(\d{2})(?!\d)/.exec(version);
	if (date) {
		const numbers = date.slice(2).map(Number);
		return isDate(numbers.map(number => `${number}`.padStart(2, '0')).join('')) ? {shape: 'date', numbers} : null;
	}
	const [, prefix = '', digits] = /^(v?)(\d+(?:\.\d+)*)(?:[-+].*)?$/.exec(version) ?? [];
	if (digits === undefined) return null;
	const parts = digits.split('.');
	const kinds = parts.map(part => (isDate(part) ? 'day' : 'number'));
	if (parts.some((part, at) => kinds[at] === 'number' && !isNumber(part, parts.length))) return null;
	const leads = /^(19|20)\d\d$/.test(parts[0] ?? '') ? 'year' : 'number';
	return {shape: `${prefix} ${leads} ${kinds.join('.')}`, numbers: parts.map(Number)};
}

/** Many digits are those of a hash that happens to have no letters, all the more in a number by itself. */
function isNumber(part: string, among: number): boolean {
	return among > 1 ? part.length < 7 : part.length < 6 && (part === '0' || !part.startsWith('0'));
}

/** `20261128` */
function isDate(digits: string): boolean {
	return /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(digits);
}
