import {line, type SafeText, safe} from '../domain/text/safe-text.ts';
import type {IntentionSource} from '../kinds/consul/service-intentions.ts';
import {httpMatchText} from './consul-match.ts';

/** Whom a source's intention keeps out, or from what; null where it lets it call everything. */
export function intentionText({name, action, permissions}: IntentionSource): SafeText | null {
	const who = name === null || name === '*' ? safe`others` : name;
	if (action === 'deny') return safe`${who} denied`;
	if (permissions.length === 0) return null;
	const rules = permissions.map(({action: own, http}) => `${own ?? '?'} ${httpMatchText(http) ?? 'everything'}`);
	return safe`${who}: ${line(rules.join(', '))}`;
}
