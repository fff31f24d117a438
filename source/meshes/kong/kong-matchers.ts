import {isSameService, type NamedService} from '../../domain/cluster/service-host.ts';
import {quoted} from '../../domain/signals/series-scope.ts';
import {allNamesIn, matching, type NamePattern, namesIn} from '../families/encoded-names.ts';
import {escapeRegex} from '../promql.ts';

/** Kong's services that lead to these Services, and perhaps some more. */
export function askedFor(label: string, services: readonly NamedService[]): string {
	const wide = [allNamesIn(ofIngress, services), anyRule];
	const rules = rulesTo(services) ?? [anyRule];
	return matching(label, [namesIn(ofIngress, services), ...rules].join('|'), wide.join('|'), longest);
}

/** Those that lead to these Services alone; nothing where they may also be behind a rule that leads to others. */
export function exactly(label: string, services: readonly NamedService[]): readonly string[] {
	const rules = leadNowhereElse(services) ? rulesTo(services) : null;
	if (rules === null) return [`${label}=""`, `${label}!=""`];
	return [`${label}=~${quoted([namesIn(ofIngress, services), ...rules].join('|'))}`];
}

const ofIngress: NamePattern = (namespace, names) => `${namespace}[.]${names}[.][^.]+`;
const anyRule = 'httproute[.].+';
/** Kong 3 and Kong 2 are asked for at once, with two names of a label each. */
const longest = 600;

/** Rules with the same backends are one service of Kong, called like the first of them. Null where it is not known which
 * rules lead to a Service. */
function rulesTo(services: readonly NamedService[]): readonly string[] | null {
	if (services.some(({rules}) => rules === undefined)) return null;
	const rules = services.flatMap(({rules = []}) => rules);
	const all = rules.map(
		({namespace, name, rule}) => `httproute[.]${escapeRegex(namespace)}[.]${escapeRegex(name)}[.]${rule}`,
	);
	return [...new Set(all)].sort();
}

function leadNowhereElse(services: readonly NamedService[]): boolean {
	return services.every(({rules = []}) =>
		rules.every(({leadsTo}) => leadsTo.every(one => services.some(other => isSameService(one, other)))),
	);
}
