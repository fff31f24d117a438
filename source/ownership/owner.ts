import type {SafeText} from '../domain/safe-text.ts';

/** Somebody else's hand on an object that is about to be changed. */
export interface Owner {
	/** `Argo CD application shop`, `Flux kustomization apps/shop`, `Canary podinfo`. */
	readonly name: SafeText;
	/** What it will do to the change, and when: `puts it back within seconds: it heals itself`. */
	readonly will: SafeText;
	readonly undoes: 'soon' | 'later' | 'no' | 'unknown';
}
