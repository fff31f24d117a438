import {identText, type Labels} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import {ident, type SafeText} from '../domain/text/safe-text.ts';
import {labelsField, listField, partField} from './fields.ts';

export interface LabelSelector {
	readonly matchLabels: Labels;
	readonly matchExpressions: readonly {
		readonly key: SafeText;
		readonly operator: SafeText;
		readonly values: readonly SafeText[];
	}[];
}

export const labelSelectorField = partField({
	matchLabels: labelsField,
	matchExpressions: listField(objectOf({key: identText, operator: identText, values: listField(identText)})),
});

/** The labels in the selector of a scale subresource, `app=checkout,tier=web`; null where it holds more than
 * equalities. */
export function equalitiesOf(text: string): Labels | null {
	const pairs = text.split(',').map(part => /^([^=!\s()]+)=([^=\s()]*)$/.exec(part.trim()));
	if (pairs.some(pair => pair === null)) return null;
	return Object.fromEntries(pairs.map(pair => [pair?.[1] ?? '', ident(pair?.[2] ?? '')]));
}

/** The selector as the `labelSelector` parameter takes it: `app=checkout,tier in (a,b)`; empty for an empty
 * selector. */
export function selectorText(selector: LabelSelector): string {
	const equalities = Object.entries(selector.matchLabels).map(([key, value]) => `${key}=${value}`);
	const expressions = selector.matchExpressions.map(({key, operator, values}) => {
		switch (operator as string) {
			case 'In':
				return `${key} in (${values.join(',')})`;
			case 'NotIn':
				return `${key} notin (${values.join(',')})`;
			case 'DoesNotExist':
				return `!${key}`;
			default:
				return key;
		}
	});
	return [...equalities, ...expressions].join(',');
}
