import type {SafeText} from '../domain/text/safe-text.ts';

/** Another controller or tool that owns an object which perch is about to change. */
export interface Owner {
	/** `Argo CD application shop`, `Flux kustomization apps/shop`, `Canary podinfo`. */
	readonly name: SafeText;
	/** What the owner will do to the change, and when: `puts it back within seconds: it heals itself`. */
	readonly will: SafeText;
	readonly undoes: 'soon' | 'later' | 'no' | 'unknown';
}
