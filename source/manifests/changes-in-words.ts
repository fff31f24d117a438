import {imageChange} from '../domain/release/revision.ts';
import {ident, line, type SafeText, safe} from '../domain/text/safe-text.ts';
import type {Change} from './changes.ts';

/** One line for each difference, such as `cpu limit 500m → 250m`; names of one kind share a line: `env added A, B`.
 * A container is named where several changed or one of several did. */
export function changesInWords(changes: readonly Change[], isOneContainer: boolean): readonly SafeText[] {
	return [...groups(changes).values()].map(([first, ...others]) => {
		const where = first.container === null || isOneContainer ? safe`` : safe`${first.container}: `;
		return safe`${where}${groupText(first, [first, ...others])}`;
	});
}

/** The same in one line for a narrow place, without the versions that stand elsewhere:
 * `image · cpu limit 500m → 250m · env FEATURE_FAST_PATH, 1 more`. */
export function changesInShort(changes: readonly Change[]): SafeText {
	const bySubject = [
		...Map.groupBy(changes, one => (isNamed(one) ? one.subject : `${one.subject} ${one.name}`)).values(),
	];
	return line(
		bySubject
			.map(([first, ...others]) => {
				if (!first) return '';
				if (first.subject === 'image') return 'image';
				if (!isNamed(first)) return valuesText(first);
				return `${words[first.subject]} ${first.name}${others.length === 0 ? '' : `, ${others.length} more`}`;
			})
			.join(' · '),
	);
}

type Group = [Change, ...Change[]];

/** Names share a line; what has values has a line of its own. */
function groups(changes: readonly Change[]): ReadonlyMap<string, Group> {
	const found = new Map<string, Group>();
	for (const one of changes) {
		const {container, subject, kind, name} = one;
		const key = [container ?? '', subject, isNamed(one) ? kind : name].join('|');
		const group = found.get(key);
		if (group) group.push(one);
		else found.set(key, [one]);
	}
	return found;
}

/** Whether only its name is told. */
function isNamed({subject, kind}: Change): boolean {
	return listed.has(subject) || (kind !== 'changed' && (subject === 'label' || subject === 'annotation'));
}

const listed: ReadonlySet<Change['subject']> = new Set(['env', 'port', 'mount', 'volume', 'envFrom']);

const words: Readonly<Record<Change['subject'], SafeText>> = {
	container: safe`container`,
	image: safe`image`,
	resource: safe`resource`,
	env: safe`env`,
	envFrom: safe`env from`,
	args: safe`args`,
	port: safe`port`,
	probe: safe`probe`,
	mount: safe`mount`,
	volume: safe`volume`,
	label: safe`label`,
	annotation: safe`annotation`,
	field: safe`field`,
};

function groupText(first: Change, group: readonly Change[]): SafeText {
	const {subject, kind} = first;
	if (subject === 'envFrom') return safe`env from other objects ${ident(kind)}`;
	if (!isNamed(first)) return valuesText(first);
	const names = ident(group.map(({name}) => name).join(', '));
	const note = subject === 'env' && kind === 'changed' ? safe` (values masked)` : safe``;
	return safe`${words[subject]} ${ident(kind)} ${names}${note}`;
}

function valuesText({subject, name, kind, from, to}: Change): SafeText {
	const what =
		subject === 'label' || subject === 'annotation' || subject === 'container' ? safe`${words[subject]} ${name}` : name;
	if (subject === 'image' && from !== null && to !== null) return imageChange(from, to);
	if (subject === 'container')
		return safe`${what} ${ident(kind)}${kind === 'added' && to !== null ? safe`: ${to}` : safe``}`;
	if (from === null && to === null) return safe`${what} ${ident(kind)}`;
	if (kind === 'changed' || subject === 'resource') return safe`${what} ${from ?? safe`none`} → ${to ?? safe`none`}`;
	return safe`${what} ${ident(kind)}${to === null ? safe`` : safe` ${to}`}`;
}
