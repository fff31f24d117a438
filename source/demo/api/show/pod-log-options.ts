import type {Reply} from '../connection/exchange.ts';
import {type Cause, invalid} from '../status.ts';

/** The query of `pods/NAME/log`. */
export interface LogOptions {
	readonly container: string | undefined;
	readonly isFollowed: boolean;
	readonly isPrevious: boolean;
	readonly hasTimestamps: boolean;
	readonly sinceSeconds: number | undefined;
	/** In whole seconds, as the kubelet gets it. */
	readonly sinceMs: number | undefined;
	readonly tailLines: number | undefined;
	readonly limitBytes: number | undefined;
}

export function readLogOptions(
	query: URLSearchParams,
	pod: string,
): {readonly ok: true; readonly value: LogOptions} | {readonly ok: false; readonly answer: Reply} {
	const isSet = (name: string) => ['1', 'true'].includes(query.get(name) ?? '');
	const number = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
	const sinceTime = query.get('sinceTime');
	const value: LogOptions = {
		container: query.get('container') ?? undefined,
		isFollowed: isSet('follow'),
		isPrevious: isSet('previous'),
		hasTimestamps: isSet('timestamps'),
		sinceSeconds: number('sinceSeconds'),
		sinceMs: sinceTime === null ? undefined : Math.floor(Date.parse(sinceTime) / 1000) * 1000,
		tailLines: number('tailLines'),
		limitBytes: number('limitBytes'),
	};
	const causes = causesOf(value);
	if (causes.length === 0) return {ok: true, value};
	return {ok: false, answer: invalid({group: '', kind: 'PodLogOptions', name: pod}, causes)};
}

function causesOf({sinceSeconds, sinceMs, tailLines, limitBytes}: LogOptions): readonly Cause[] {
	const wrong = (field: string, because: string): Cause => ({
		reason: 'FieldValueInvalid',
		message: `Invalid value: ${because}`,
		field,
	});
	return [
		...(tailLines !== undefined && tailLines < 0
			? [wrong('tailLines', `${tailLines}: must be greater than or equal to 0`)]
			: []),
		...(limitBytes !== undefined && limitBytes < 1
			? [wrong('limitBytes', `${limitBytes}: must be greater than 0`)]
			: []),
		...(sinceSeconds !== undefined && sinceMs !== undefined
			? [
					{
						reason: 'FieldValueForbidden',
						message: 'Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
						field: '',
					},
				]
			: sinceSeconds !== undefined && sinceSeconds < 1
				? [wrong('sinceSeconds', `${sinceSeconds}: must be greater than 0`)]
				: []),
	];
}
