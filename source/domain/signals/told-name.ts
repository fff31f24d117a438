import {type SafeText, safe} from '../text/safe-text.ts';

/** What a series names in place of a Service and its namespace; which Service is meant is found among the cluster's
 * objects. */
export type ToldName =
	/** Namespace, Service and port with dashes between them, each of which may hold dashes: `shop-checkout-http`.
	 * `namespace`: where it is told beside the name. */
	| {
			readonly kind: 'dashed';
			readonly text: SafeText;
			readonly namespace: SafeText | null;
			/** The name ends with the Service: `shop-checkout`. */
			readonly isWithoutPort?: true;
	  }
	/** What an application calls itself. */
	| {readonly kind: 'application'; readonly text: SafeText; readonly namespace: SafeText | null}
	/** A rule of an HTTPRoute, counted from 0. `backend`: the only one of its backends that is meant, counted from 0. */
	| {
			readonly kind: 'route';
			readonly namespace: SafeText;
			readonly text: SafeText;
			readonly rule: number;
			readonly backend?: number;
	  };

/** As people name it: `shop-checkout-http`, `rule 0 of HTTPRoute shop/checkout`. */
export function toldText(told: ToldName): SafeText {
	if (told.kind !== 'route') return told.text;
	const backend = told.backend === undefined ? safe`` : safe`backend ${told.backend} of `;
	return safe`${backend}rule ${told.rule} of HTTPRoute ${told.namespace}/${told.text}`;
}
