import type {SafeText} from '../domain/text/safe-text.ts';

/** Whether a rule is visible outside its own namespace. */
export function isExported(exportTo: readonly SafeText[], namespace: string): boolean {
	return exportTo.length === 0 || exportTo.some(to => to === '*' || (to !== '.' && to !== namespace && to !== '~'));
}
