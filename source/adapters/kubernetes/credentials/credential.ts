/** PEM. */
export interface ClientCertificate {
	readonly cert: string;
	readonly key: string;
}

export interface FetchedCredential {
	readonly token: string | null;
	readonly certificate: ClientCertificate | null;
	readonly expiresAtMs: number | null;
}
