import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {PodTemplate} from '../../kinds/pod-template.ts';

/** The order of two versions of one program. */
export type VersionOrder =
	/** `evidence`: `1.18.0 is older than 1.19.0`. */
	| {readonly kind: 'older' | 'newer'; readonly evidence: SafeText}
	| {readonly kind: 'same'}
	/** The same program, in versions that cannot be put in order. */
	| {readonly kind: 'unknown'}
	/** One part of the program is older, another newer. */
	| {readonly kind: 'contradictory'}
	/** They are different programs: the version of one says nothing about the other. */
	| {readonly kind: 'otherProgram'};

/**
 * Which of two templates has the older version. Compares only images of the same repository, in containers of
 * the same name, with versions of the same shape. Every container that changed must agree: a sidecar alone
 * proves nothing.
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

/** The order that all of these give together; unknown if there are none. */
export function agreed(orders: readonly VersionOrder[]): VersionOrder {
	const [first] = orders;
	const has = (kind: VersionOrder['kind']) => orders.some(order => order.kind === kind);
	if (first && orders.every(({kind}) => kind === first.kind)) return first;
	if (has('otherProgram')) return {kind: 'otherProgram'};
	return has('contradictory') || (has('older') && has('newer')) ? {kind: 'contradictory'} : {kind: 'unknown'};
}

/** The order of two versions of one program, such as two tags of one repository. */
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
	/** The kind of each number: versions of different shapes count by different rules. */
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

/** False for many digits: they may be a hash without letters, the more so in a number by itself. */
function isNumber(part: string, among: number): boolean {
	return among > 1 ? part.length < 7 : part.length < 6 && (part === '0' || !part.startsWith('0'));
}

/** `20261128` */
function isDate(digits: string): boolean {
	return /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(digits);
}
