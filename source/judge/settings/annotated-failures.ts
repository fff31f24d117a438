import type {Labels} from '../../domain/cluster/kube-object.ts';
import {failuresAnnotationPrefix} from '../../domain/settings/failure-settings.ts';
import type {UnfollowedAnnotation, WhyUnfollowed} from '../../domain/settings/judge-settings.ts';
import {type Protocol, protocols, readStatuses} from '../../domain/settings/status-list.ts';
import {ident} from '../../domain/text/safe-text.ts';

export interface AnnotatedFailures {
	/** What each annotation adds to the failures. */
	readonly added: readonly {readonly name: string; readonly protocol: Protocol; readonly statuses: readonly string[]}[];
	readonly unfollowed: readonly UnfollowedAnnotation[];
}

/** What annotations of the release's own object say of failures: `perch.dev/failures-http: "429, 404"`. Whoever writes
 * them may be whose release is judged: they may add failures, and never take any away. */
export function annotatedFailures(annotations: Labels): AnnotatedFailures {
	const ours = Object.entries(annotations).filter(([name]) => name.startsWith(failuresAnnotationPrefix));
	const read = ours.map(([name, value]) => {
		const protocol = protocols.find(one => annotationFor(one) === name);
		return {name, value, protocol, told: protocol ? statusesIn(protocol, value) : ({kind: 'unknown'} as const)};
	});
	return {
		added: read.flatMap(({name, protocol, told}) =>
			protocol && !('kind' in told) ? [{name, protocol, statuses: told}] : [],
		),
		unfollowed: read.flatMap(({name, value, told}) =>
			'kind' in told ? [{name: ident(name), value, because: told}] : [],
		),
	};
}

function annotationFor(protocol: Protocol): string {
	return failuresAnnotationPrefix + protocol;
}

function statusesIn(protocol: Protocol, text: string): readonly string[] | WhyUnfollowed {
	const entries = text.split(',').map(entry => entry.trim());
	if (entries.some(entry => /^not\s/i.test(entry))) return {kind: 'takesAway'};
	const list = readStatuses(protocol, entries);
	return list.ok ? list.value.failing : {kind: 'noStatuses', protocol};
}
