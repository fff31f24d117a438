import type * as v from 'valibot';
import {line, type SafeText} from '../domain/text/safe-text.ts';
import type {httpMatchField} from '../kinds/consul/service-router.ts';

/** `GET /admin…`; null: every request. Of headers and parameters only the names: their values may be secret. */
export function httpMatchText(match: v.InferOutput<typeof httpMatchField>): SafeText | null {
	const {pathExact, pathPrefix, pathRegex, header, queryParam, methods} = match;
	const path =
		pathExact ?? (pathPrefix === null ? null : `${pathPrefix}…`) ?? (pathRegex === null ? null : `~${pathRegex}`);
	const parts = [
		methods.flatMap(one => one ?? []).join(','),
		path ?? '',
		...header.map(({name}) => `header ${name ?? '?'}`),
		...queryParam.map(({name}) => `parameter ${name ?? '?'}`),
	].filter(part => part !== '');
	return parts.length === 0 ? null : line(parts.join(' '));
}
