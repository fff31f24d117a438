import 'reflect-metadata';
import {webcrypto} from 'node:crypto';
import {
	AuthorityKeyIdentifierExtension,
	BasicConstraintsExtension,
	ExtendedKeyUsageExtension,
	KeyUsageFlags,
	KeyUsagesExtension,
	SubjectAlternativeNameExtension,
	SubjectKeyIdentifierExtension,
	X509CertificateGenerator,
} from '@peculiar/x509';

export interface ServerCertificates {
	/** The certificate authority that a client must trust. */
	readonly caPem: string;
	readonly certificatePem: string;
	readonly keyPem: string;
}

const algorithm = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'};
const dayMs = 86_400_000;
const serverAuth = '1.3.6.1.5.5.7.3.1';

/** A new certificate authority and one certificate that it signed, for a server on loopback. Valid for 30 days. */
export async function createCertificates({
	name,
	nowMs,
}: {
	/** The common name of the server. */
	name: string;
	nowMs: number;
}): Promise<ServerCertificates> {
	const validity = {notBefore: new Date(nowMs - dayMs), notAfter: new Date(nowMs + 30 * dayMs)};
	const caKeys = await generateKeys();
	const ca = await X509CertificateGenerator.createSelfSigned(
		{
			name: `CN=${name} demo CA`,
			keys: caKeys,
			signingAlgorithm: algorithm,
			...validity,
			extensions: [
				new BasicConstraintsExtension(true, undefined, true),
				new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
				await SubjectKeyIdentifierExtension.create(caKeys.publicKey, false, webcrypto),
			],
		},
		webcrypto,
	);
	const keys = await generateKeys();
	const certificate = await X509CertificateGenerator.create(
		{
			subject: `CN=${name}`,
			issuer: ca.subject,
			signingKey: caKeys.privateKey,
			publicKey: keys.publicKey,
			signingAlgorithm: algorithm,
			...validity,
			extensions: [
				new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
				new ExtendedKeyUsageExtension([serverAuth]),
				new SubjectAlternativeNameExtension([
					{type: 'ip', value: '127.0.0.1'},
					{type: 'dns', value: 'localhost'},
				]),
				await AuthorityKeyIdentifierExtension.create(caKeys.publicKey, false, webcrypto),
			],
		},
		webcrypto,
	);
	const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
	const keyPem = `-----BEGIN PRIVATE KEY-----\n${pkcs8.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`;
	return {caPem: `${ca.toString('pem')}\n`, certificatePem: `${certificate.toString('pem')}\n`, keyPem};
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
	return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}
