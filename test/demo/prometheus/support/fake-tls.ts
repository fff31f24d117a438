import 'reflect-metadata';
import {webcrypto} from 'node:crypto';
import {PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator} from '@peculiar/x509';

/** A certificate for 127.0.0.1 that signs itself. */
export const fakeTls = async (): Promise<{readonly key: string; readonly cert: string}> => {
	const algorithm = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'};
	const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
	const certificate = await X509CertificateGenerator.createSelfSigned(
		{
			name: 'CN=demo',
			keys,
			signingAlgorithm: algorithm,
			extensions: [new SubjectAlternativeNameExtension([{type: 'ip', value: '127.0.0.1'}])],
		},
		webcrypto,
	);
	const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
	return {key, cert: certificate.toString('pem')};
};
