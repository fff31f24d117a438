/** What `--user` may name: the users of the demo's cluster. */
export const demoUsers = ['admin', 'operator', 'viewer', 'shop-viewer'] as const;

export type DemoUser = (typeof demoUsers)[number];

export function isDemoUser(name: string): name is DemoUser {
	return demoUsers.some(user => user === name);
}
