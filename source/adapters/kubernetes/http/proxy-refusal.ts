/** The proxy answered without opening a tunnel. */
export class ProxyRefusal extends Error {
	readonly status: number;
	constructor(status: number) {
		super('the proxy opened no tunnel');
		this.status = status;
	}
}
