import type {ShopService} from '../../contract.ts';

/** `namespace/name`, and its share of the requests, 0–1; null stands for all callers together. */
export interface CallerShare {
	readonly service: string | null;
	readonly share: number;
}

/** Who sends a service's requests; their shares add up to 1. */
export const callersOf = ({callers}: ShopService): readonly (CallerShare & {readonly service: string})[] => {
	const total = callers.reduce((sum, {share}) => sum + share, 0);
	if (total === 0) return [{service: 'unknown/unknown', share: 1}];
	return callers.map(({service, share}) => ({service, share: share / total}));
};
