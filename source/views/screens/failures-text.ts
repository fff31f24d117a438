import type {ChosenFailures, FailureSource, StatusRule} from '../../domain/settings/failure-rule.ts';
import {anyStatus, grpcNames, type Protocol, protocols} from '../../domain/settings/status-list.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Counting} from '../../engine/evidence/proof/proof.ts';
import {joinTexts} from '../lines/cells.ts';
import {exactText} from '../lines/exact.ts';
import {placeTexts} from './place-texts.ts';

/** What counts as failed, and by whose word. */
export function failureTexts({failureRule, failures}: Counting): readonly SafeText[] {
	if (!failures) return [safe`failed is ${failureRule}`];
	const {chosen, untoldPerSecond} = failures;
	return [
		safe`failed is ${chosenText(chosen)}`,
		safe`${ownPartText(chosen)}: ${failureRule}`,
		...(untoldPerSecond === 0
			? []
			: [
					safe`of ${exactText(untoldPerSecond)} requests/s too little of the status is told: the mesh's own rule counts them`,
				]),
	];
}

/** `HTTP 5xx, 429, not 501 by the service's configuration, gRPC UNAVAILABLE by annotation`. */
export function chosenText({rule, sources}: ChosenFailures): SafeText {
	const parts = protocols.flatMap(protocol => {
		const [part, source] = [rule[protocol], sources[protocol]];
		return part && source ? [partText(protocol, part, source)] : [];
	});
	return joinTexts(parts, safe`, `);
}

function partText(protocol: Protocol, {failing, except}: StatusRule, {place, added}: FailureSource): SafeText {
	const listed = failing.filter(status => !added.includes(status));
	const exceptions = except.map(status => safe`not ${statusText(protocol, status)}`);
	const list = joinTexts([...listed.map(status => statusText(protocol, status)), ...exceptions], safe`, `);
	const more = safe`${statusesText(protocol, added)} by annotation`;
	const told = [
		...(place === null ? [] : [safe`${list} by ${placeTexts[place]}`]),
		...(added.length === 0 ? [] : [more]),
	];
	return safe`${names[protocol]} ${joinTexts(told, safe` and `)}`;
}

export function statusesText(protocol: Protocol, statuses: readonly string[]): SafeText {
	return joinTexts(
		statuses.map(status => statusText(protocol, status)),
		safe`, `,
	);
}

function statusText(protocol: Protocol, status: string): SafeText {
	if (protocol === 'http') return ident(status);
	return status === anyStatus ? safe`any but 0` : ident(grpcNames[Number(status)] ?? status);
}

const names = {http: safe`HTTP`, grpc: safe`gRPC`} as const satisfies Readonly<Record<Protocol, SafeText>>;

/** What the mesh's own rule still decides. A request without an answer has no status that a list could name. */
function ownPartText({rule: {http, grpc}}: ChosenFailures): SafeText {
	const isOwn = (part: StatusRule | null) => part === null || part.isBesideOwn;
	if (isOwn(http) && isOwn(grpc)) return safe`and all that the mesh's own rule names`;
	if (isOwn(http)) return safe`HTTP, and what got no answer, by the mesh's own rule`;
	if (isOwn(grpc)) return safe`gRPC, and what got no answer, by the mesh's own rule`;
	return safe`what got no answer by the mesh's own rule`;
}
