import type {SafeText} from '../domain/safe-text.ts';

/** Where rules of the whole mesh stand. Istio can be told another; its own configuration is not read. */
export const rootNamespace = 'istio-system';

/** Whether a rule is seen beyond its own namespace. */
export function isExported(exportTo: readonly SafeText[], namespace: string): boolean {
	return exportTo.length === 0 || exportTo.some(to => to === '*' || (to !== '.' && to !== namespace && to !== '~'));
}
