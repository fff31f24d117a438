import {ident, type SafeText} from '../../domain/safe-text.ts';
import type {ServiceName} from './route-kind.ts';

/** The Service that a host may stand for: its name, alone or with its namespace and the cluster's domain. */
export function serviceOfHost(host: SafeText, namespace: SafeText): ServiceName | null {
	const [name = '', ownNamespace = namespace, kind = 'svc'] = host.split('.');
	const isName = /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name);
	return isName && kind === 'svc' ? {name: ident(name), namespace: ident(ownNamespace)} : null;
}
