import type {Outcome} from '../signals/outcome.ts';
import type {TrafficSample} from '../signals/signals.ts';
import type {ConfigurationPlace} from './configuration-blocks.ts';
import {anyStatus, type StatusList, wholeOf} from './status-list.ts';

/** Which requests count as failed. A part that is null is as the provider has it. A request fails if either part says
 * so; one without any status, which got no answer, is as the provider has it. */
export interface FailureRule {
	readonly http: StatusRule | null;
	readonly grpc: StatusRule | null;
}

export interface StatusRule extends StatusList {
	/** What the provider's own rule counts fails too: only more was added. */
	readonly isBesideOwn: boolean;
}

/** The rule of one row, and who set it. */
export interface ChosenFailures {
	readonly rule: FailureRule;
	readonly sources: Readonly<Record<keyof FailureRule, FailureSource | null>>;
}

export interface FailureSource {
	/** Where in the configuration file; null where only annotations say something. */
	readonly place: ConfigurationPlace | null;
	/** What annotations added to that. */
	readonly added: readonly string[];
}

/** The sample with the failures of the rule in place of the provider's; as it is where its outcomes are not told. */
export function countedBy<S extends TrafficSample>(rule: FailureRule, sample: S): S {
	const {outcomes, requestsPerSecond} = sample;
	if (!outcomes) return sample;
	const failed = outcomes.filter(outcome => isFailedBy(rule, outcome));
	const perSecond = failed.reduce((sum, outcome) => sum + outcome.perSecond, 0);
	// Summed in another order, all requests may be a little more than all requests.
	return {...sample, errorsPerSecond: Math.min(requestsPerSecond, perSecond)};
}

/** Requests a second that the rule cannot tell, as they are counted by class only, or not told by how they ended. */
export function untoldPerSecond(rule: FailureRule, {outcomes, requestsPerSecond}: TrafficSample): number {
	if (!outcomes) return requestsPerSecond;
	const untold = outcomes.filter(outcome => !isToldBy(rule, outcome));
	return untold.reduce((sum, {perSecond}) => sum + perSecond, 0);
}

export function isFailedBy({http, grpc}: FailureRule, outcome: Outcome): boolean {
	const isOwn = {http: failsByHttp(outcome), grpc: failsByGrpc(outcome)};
	return (
		isFailedPart(http, isListed(http, outcome), isOwn.http) ||
		isFailedPart(grpc, isListedGrpc(grpc, outcome), isOwn.grpc)
	);
}

function isToldBy({http, grpc}: FailureRule, outcome: Outcome): boolean {
	return isListed(http, outcome) !== null && isListedGrpc(grpc, outcome) !== null;
}

function isFailedPart(part: StatusRule | null, isListed: boolean | null, isOwn: boolean): boolean {
	if (part === null || isListed === null) return isOwn;
	return isListed || (part.isBesideOwn && isOwn);
}

/** Whether the provider's own rule counts it as failed for its HTTP status, or as it got no answer. */
function failsByHttp({status, grpcStatus, isFailed}: Outcome): boolean {
	if (grpcStatus === null || grpcStatus === '0') return isFailed;
	return isFailed && status?.startsWith('5') === true;
}

function failsByGrpc({grpcStatus, isFailed}: Outcome): boolean {
	return isFailed && grpcStatus !== null && grpcStatus !== '0';
}

/** Whether an HTTP status is on the list; null where that cannot be told. */
function isListed(part: StatusRule | null, outcome: Outcome): boolean | null {
	const {status} = outcome;
	if (part === null) return false;
	if (status === null) return failsByHttp(outcome);
	const {failing, except} = part;
	if (/^[1-5]\d\d$/.test(status)) {
		return !except.includes(status) && (failing.includes(status) || failing.includes(wholeOf('http', status)));
	}
	if (!/^[1-5]xx$/.test(status)) return null;
	const isOfClass = (one: string) => one !== status && wholeOf('http', one) === status;
	if (failing.includes(status)) return except.some(isOfClass) ? null : true;
	return failing.some(isOfClass) ? null : false;
}

function isListedGrpc(part: StatusRule | null, {grpcStatus}: Outcome): boolean | null {
	if (part === null || grpcStatus === null || grpcStatus === '0') return false;
	if (!/^\d+$/.test(grpcStatus)) return null;
	const {failing, except} = part;
	return !except.includes(grpcStatus) && (failing.includes(grpcStatus) || failing.includes(anyStatus));
}
