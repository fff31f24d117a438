/** Where generated services live. */
export const namespaces: readonly string[] = [
	...[
		'accounting',
		'ads',
		'analytics',
		'archive',
		'audit',
		'billing-eu',
		'billing-us',
		'booking',
		'campaigns',
		'claims',
	],
	...['compliance', 'content', 'customer-care', 'data-platform', 'delivery', 'devices', 'documents', 'experiments'],
	...[
		'feeds',
		'fleet',
		'forecasting',
		'fulfilment',
		'identity',
		'imports',
		'insights',
		'inventory',
		'legal',
		'loyalty',
	],
	...['media', 'messaging', 'ml-serving', 'notifications', 'offers', 'onboarding', 'partners', 'payouts', 'portal'],
	...['procurement', 'recommendations', 'returns', 'risk', 'routing', 'scheduling', 'settlement', 'support', 'tax'],
	...['team-alpha', 'telemetry', 'transport-and-logistics-emea', 'warehouse-automation-north-america'],
];

const nouns = [
	...['account', 'address', 'alert', 'asset', 'batch', 'budget', 'calendar', 'carrier', 'case', 'catalog', 'consent'],
	...['contract', 'coupon', 'credit', 'customer', 'device', 'document', 'event', 'export', 'fee', 'file', 'form'],
	...['geo', 'image', 'invoice', 'item', 'label', 'ledger', 'limit', 'message', 'order', 'parcel', 'payment', 'price'],
	...['profile', 'quota', 'quote', 'report', 'session', 'stock'],
];

const roles = [
	...['api', 'aggregator', 'archiver', 'backend', 'cache', 'calculator', 'collector', 'consumer', 'controller'],
	...['dispatcher', 'enricher', 'exporter', 'feed', 'frontend', 'gateway', 'importer', 'indexer', 'matcher', 'mirror'],
	...['notifier', 'planner', 'producer', 'proxy', 'reader', 'renderer', 'resolver', 'router', 'store', 'sync'],
	...['validator', 'writer'],
];

const qualifiers = [
	'eu-central',
	'v2',
	'internal',
	'for-external-partners',
	'with-regional-failover',
	'batch-and-replay',
];

/** How many names there are for one namespace. */
export const namesPerNamespace = nouns.length * roles.length;

/** The name number `index` of a namespace; `chance` is from 0 to 1. All are different; one in nine is longer, up to 43
 * characters, which leaves room for the suffixes of its ReplicaSets and Services. */
export function nameAt(index: number, chance: number): string {
	// 787 shares no factor with the number of names: the walk meets each of them once.
	const at = (Math.floor(chance * namesPerNamespace) + index * 787) % namesPerNamespace;
	const name = `${nouns[at % nouns.length]}-${roles[Math.floor(at / nouns.length)]}`;
	return index % 9 === 4 ? `${name}-${qualifiers[index % qualifiers.length]}` : name;
}
