import type {ShopService} from '../contract.ts';
import {flaggerServices} from './services/flagger-services.ts';
import {routeServices} from './services/route-services.ts';
import {shop} from './services/shop.ts';
import {accounts} from './stories/header-stories.ts';

/** Every service of the shop that has versions. */
export const shopServices: readonly ShopService[] = [...shop, ...routeServices, ...flaggerServices, accounts];

/** The service of that namespace and name, if there is one. */
export type FindService = (namespace: string, name: string) => ShopService | undefined;

export function finderOf(services: readonly ShopService[]): FindService {
	const byKey = new Map(services.map(service => [`${service.namespace}/${service.name}`, service]));
	return (namespace, name) => byKey.get(`${namespace}/${name}`);
}

export const findShopService: FindService = finderOf(shopServices);
