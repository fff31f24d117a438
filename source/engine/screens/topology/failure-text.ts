import type {AnchorKey} from '../../../domain/cluster/keys.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {FoldedEdges} from '../../../traffic/edges/edge.ts';
import type {FailurePath} from '../../../traffic/edges/failure-path.ts';
import {rowAt} from '../../../traffic/rows.ts';
import {failurePathFrom} from '../../evidence/edges.ts';
import {percentOf} from '../../evidence/text/figures.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';

/** Callers that are named one by one. */
const mostNamed = 3;

/** `96 % of the failures of web/frontend can be its failed calls to shop/checkout`: of the service itself, else of those
 * that call it. Null where the rule does not say whose failures they are. */
export function failureText(
	context: EngineContext,
	state: State,
	edges: FoldedEdges,
	centre: AnchorKey,
): SafeText | null {
	const name = (key: AnchorKey) =>
		rowAt(context.derive.rows(state), key)?.name ?? ident(key.slice(key.indexOf('/') + 1));
	const own = failurePathFrom(context, state, edges, centre);
	if (own) return pathText(own, name);
	const callers = (edges.into.get(centre)?.edges ?? []).flatMap(({caller}) => {
		const path = caller.key === null ? null : failurePathFrom(context, state, edges, caller.key);
		return path?.rows.length === 2 && path.rows[1] === centre ? [path] : [];
	});
	if (callers.length === 0) return null;
	const names = callers
		.slice(0, mostNamed)
		.map(({rows, shares}) => safe`${name(rows[0] ?? centre)} (${shareOf(shares)})`);
	const more = callers.length > mostNamed ? [safe`${callers.length - mostNamed} more`] : [];
	const listed = [...names, ...more].reduce((text, one) => safe`${text}, ${one}`);
	return safe`the failures of ${listed} can be their failed calls to ${name(centre)}`;
}

function pathText({rows, shares}: FailurePath, name: (key: AnchorKey) => SafeText): SafeText {
	const steps = shares.map((share, at) => {
		const [caller, callee] = [rows[at], rows[at + 1]];
		if (caller === undefined || callee === undefined) return safe``;
		const to = safe`its failed calls to ${name(callee)}`;
		return at === 0
			? safe`${percentOf(share)} of the failures of ${name(caller)} can be ${to}`
			: safe`and ${percentOf(share)} of those of ${name(caller)} ${to}`;
	});
	return steps.reduce((text, step) => safe`${text}, ${step}`);
}

function shareOf([share = 0]: readonly number[]): SafeText {
	return percentOf(share);
}
