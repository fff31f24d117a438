import type {RawObject, Snapshot} from '../domain/cluster/kube-object.ts';
import {ident, type SafeText, safe} from '../domain/text/safe-text.ts';
import {APPLICATIONS, type ApplicationObject} from '../kinds/gitops/application.ts';
import type {Owner} from './owner.ts';
import {annotationOf, isWriterOf, type TouchedObject} from './touched-object.ts';

/** The Argo CD Application that tracks the object. The instance label alone proves nothing: many tools set it. */
export function argoCdOwner(touched: TouchedObject, snapshot: Snapshot): Owner | null {
	const tracking = annotationOf(touched.object, 'argocd.argoproj.io/tracking-id');
	if (tracking === null) return null;
	const applicationName = tracking.split(':')[0] ?? '';
	const name = safe`Argo CD application ${ident(applicationName)}`;
	if (touched.subresource === 'status') {
		return {name, will: safe`leaves it alone: a status is not applied from Git`, undoes: 'no'};
	}
	// Argo CD does not compare fields that Git does not name.
	const isGits = isWriterOf(touched.object, manager => /^argocd/.test(manager), touched.pointers);
	if (isGits === 'no' && !isInLastApplied(touched)) {
		return {name, will: safe`leaves it alone: Git does not name this field`, undoes: 'no'};
	}
	const application = findApplication(snapshot, applicationName);
	if (!application) {
		return {
			name,
			will: safe`puts it back: within seconds if it heals itself, which perch may not read`,
			undoes: 'unknown',
		};
	}
	return {name, ...verdictOf(application, touched)};
}

function verdictOf(application: ApplicationObject, touched: TouchedObject): Pick<Owner, 'will' | 'undoes'> {
	const ignored = isIgnored(application, touched);
	if (ignored === 'yes') {
		return {will: safe`ignores this difference; the next sync may still write it`, undoes: 'later'};
	}
	const unless: SafeText =
		ignored === 'perhaps' ? safe`, unless an expression of its ignoreDifferences covers it` : safe``;
	if (application.automated?.selfHeal) {
		return {will: safe`puts it back within seconds: it heals itself${unless}`, undoes: 'soon'};
	}
	return application.automated
		? {will: safe`puts it back at the next commit: it synchronises by itself${unless}`, undoes: 'later'}
		: {will: safe`puts it back when somebody synchronises it${unless}`, undoes: 'later'};
}

/**
 * Where Applications may live in any namespace, the tracking id of Application shop in namespace argocd says
 * `argocd_shop`.
 */
function findApplication(snapshot: Snapshot, tracked: string): ApplicationObject | undefined {
	return snapshot
		.list(APPLICATIONS)
		.find(({metadata}) => metadata.name === tracked || `${metadata.namespace}_${metadata.name}` === tracked);
}

function isIgnored({ignored}: ApplicationObject, {object, pointers}: TouchedObject): 'yes' | 'no' | 'perhaps' {
	const metadata = object.metadata as RawObject;
	const group = String(object.apiVersion).includes('/') ? String(object.apiVersion).split('/')[0] : '';
	const about = ignored.filter(
		rule =>
			(rule.kind === '*' || rule.kind === object.kind) &&
			(rule.group === null || rule.group === '*' || rule.group === group) &&
			(rule.name === null || rule.name === '' || rule.name === metadata.name) &&
			(rule.namespace === null || rule.namespace === '' || rule.namespace === metadata.namespace),
	);
	const isCovered = (pointer: string) =>
		about.some(rule => rule.pointers.some(prefix => pointer === prefix || pointer.startsWith(`${prefix}/`)));
	if (pointers.every(isCovered)) return 'yes';
	if (about.some(({managers}) => managers.includes('perch' as SafeText))) return 'yes';
	return about.some(({hasExpressions}) => hasExpressions) ? 'perhaps' : 'no';
}

/** A client-side apply stores the object that it applied in an annotation. */
function isInLastApplied({object, pointers}: TouchedObject): boolean {
	const text = annotationOf(object, 'kubectl.kubernetes.io/last-applied-configuration');
	if (text === null) return false;
	const last = parsed(text);
	return pointers.some(pointer => hasAt(last, pointer));
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

function hasAt(document: unknown, pointer: string): boolean {
	let value = document;
	for (const token of pointer.slice(1).split('/')) {
		if (value === null || typeof value !== 'object') return false;
		const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
		if (!Object.hasOwn(value, key)) return false;
		value = (value as Readonly<Record<string, unknown>>)[key];
	}
	return true;
}
