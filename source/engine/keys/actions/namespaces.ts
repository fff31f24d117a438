import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {withoutFigures} from '../../questions/without-figures.ts';
import type {NamespaceId} from '../../state/action-id.ts';
import type {Command} from '../../state/commands.ts';
import {screenInFrontOf} from '../../state/initial-state.ts';
import {only, type Reduction} from '../../state/reduction.ts';
import type {State} from '../../state/state.ts';
import {said} from '../said.ts';
import {askToLeave} from './ask-to-leave.ts';

const all: NamespaceId = 'namespace *';
const prefix = 'namespace ';

export function isNamespaceId(id: string): id is NamespaceId {
	return id.startsWith(prefix);
}

/** All namespaces, then each that perch knows of, by name. */
export function knownNamespaces({session, cluster}: State): readonly NamespaceId[] {
	const {namespaces, fallbackNamespaces} = session.settings;
	const read = Object.values(cluster.watches).flatMap(({objects}) =>
		[...objects.values()].map(({metadata}) => metadata.namespace),
	);
	const names = new Set([
		...read,
		...fallbackNamespaces,
		...cluster.namespacesSeen,
		...(namespaces === 'all' ? [] : namespaces),
	]);
	names.delete('');
	return [all, ...[...names].toSorted().map((name): NamespaceId => `${prefix}${name}`)];
}

/** The namespace of that name, whether or not perch knows of it; null where no namespace can have the name. */
export function namespaceNamed(name: string): NamespaceId | null {
	return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name) ? `${prefix}${name}` : null;
}

export function isShown({session}: State, id: NamespaceId): boolean {
	const {namespaces} = session.settings;
	if (namespaces === 'all') return id === all;
	return namespaces.length === 1 && id === `${prefix}${namespaces[0]}`;
}

export function namespaceText(id: NamespaceId): SafeText {
	return id === all ? safe`all namespaces` : safe`namespace ${ident(id.slice(prefix.length))}`;
}

/** Reads other namespaces of the cluster on screen: every watch ends, what was read and measured is dropped, and the
 * first screen starts as it does with `-n`. What was sent is followed to its end where its release is still read. */
export function inNamespace(state: State, id: NamespaceId): Reduction {
	const {screen, session, cluster} = state;
	if (screen.dialog) return only(state);
	if (isShown(state, id)) return only(said(state, 'info', safe`${namespaceText(id)}: shown already`));
	const asked = askToLeave(state, 'switch', [state]);
	if (asked) return only(asked);
	const seen = knownNamespaces(state).map(one => one.slice(prefix.length));
	const stopped = Object.keys(cluster.watches).map((watch): Command => ({kind: 'stopWatch', id: watch}));
	const next: State = {
		...state,
		session: {
			...session,
			settings: {...session.settings, namespaces: id === all ? 'all' : [id.slice(prefix.length)]},
		},
		cluster: {
			...cluster,
			namespacesSeen: seen.filter(name => name !== '*'),
			watches: {},
			followed: new Set(),
			weightChanges: {},
		},
		metrics: withoutFigures(state.metrics),
		frozen: null,
		screen: screenInFrontOf(screen.focus, screen),
	};
	return {state: said(next, 'info', safe`${namespaceText(id)} · : ns goes to another`), commands: stopped};
}
