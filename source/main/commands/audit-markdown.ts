import {type Verb, verbs} from '../../domain/release/verb.ts';
import {bold, code, prose} from '../../domain/text/markdown.ts';
import {line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Act} from './audit-acts.ts';

/** One past act for a chat: what was done, where, when, by whom, why, by which requests, and what came of it. */
export function actMarkdown({intent, outcomes}: Act): SafeText {
	const {at, user, context, cluster, verb, object, means, effects, requests} = intent;
	const headline = intent.headline ?? (isVerb(verb) ? verbs[verb].heading : verb);
	const where = context === cluster ? safe`` : safe`, context ${shown(context)}`;
	const reasons = [intent.reason, ...outcomes.map(({reason}) => reason)].flatMap(text => text ?? []);
	const how = means ? [line(means)] : requests.map(({path}) => line(path));
	const lines = [
		safe`${bold(line(headline))} ${shown(object)}`,
		safe`- where: cluster ${shown(cluster)}${where}`,
		safe`- when: ${time(at)}, by ${shown(user === '' ? 'an unknown user' : user)} with perch`,
		...how.map(text => safe`- by: ${prose(text)}`),
		...(intent.said ? [safe`- perch said: ${prose(line(intent.said))}`] : []),
		...effects.map(text => safe`- effect: ${prose(line(text))}`),
		...reasons.map(text => safe`- reason: ${prose(line(text))}`),
		...outcomes.flatMap(({at: seenAt, outcome, evidence}) =>
			outcome === 'reason' ? [] : [safe`- ${time(seenAt)}: ${bold(line(outcome))} ${prose(line(evidence))}`],
		),
		...(outcomes.every(({outcome}) => outcome === 'reason') ? [safe`- what came of it is not on record`] : []),
	];
	return lines.reduce((text, one) => safe`${text}\n${one}`);
}

function shown(text: string): SafeText {
	return code(line(text));
}

/** `2026-03-01 02:41:07 UTC` of a time as perch records it. */
function time(at: string): SafeText {
	return prose(line(at.replace('T', ' ').replace(/Z$/, ' UTC')));
}

function isVerb(text: string): text is Verb {
	return Object.hasOwn(verbs, text);
}
