import type {StatusRule} from '../domain/settings/failure-rule.ts';
import {anyStatus, wholeOf} from '../domain/settings/status-list.ts';

/** HTTP statuses on the list, as a regular expression without lookahead. */
export function httpPattern({failing, except}: StatusRule): string {
	return failing.map(status => (status.endsWith('xx') ? classPattern(status, except) : status)).join('|');
}

/** gRPC statuses on the list. */
export function grpcPattern({failing, except}: StatusRule): string {
	if (!failing.includes(anyStatus)) return failing.join('|');
	// 16 is the last status that has a name.
	const named = Array.from({length: 16}, (_, at) => String(at + 1)).filter(status => !except.includes(status));
	return [...named, '1[7-9]', '[2-9][0-9]', '[0-9]{3,}'].join('|');
}

/** `5..` of `5xx`; `50[023456789]|5[123456789].` without 501. */
function classPattern(whole: string, except: readonly string[]): string {
	const [first = ''] = whole;
	const own = except.filter(status => wholeOf('http', status) === whole);
	if (own.length === 0) return `${first}..`;
	const tens = new Set(own.map(status => status.slice(0, 2)));
	const parts = [...tens].map(ten => {
		const left = digits.filter(digit => !own.includes(ten + digit));
		return left.length === 0 ? [] : [`${ten}[${left.join('')}]`];
	});
	const others = digits.filter(digit => !tens.has(first + digit));
	return [...parts.flat(), ...(others.length === 0 ? [] : [`${first}[${others.join('')}].`])].join('|');
}

const digits = [...'0123456789'];
