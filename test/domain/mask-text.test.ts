import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {maskedText} from '../../source/domain/text/mask-text.ts';

const digest = `registry.example/checkout@sha256:${'0123456789abcdef'.repeat(4)}`;

test.each([
	['--password=hunter2', '--password=•••'],
	['--password=ab,cd efgh', '--password=•••'],
	['PGPASSWORD="correct horse"', 'PGPASSWORD=•••'],
	['--db-password hunter2 --verbose', '--db-password ••• --verbose'],
	['export API_TOKEN=ab,12 && run', 'export API_TOKEN=••• && run'],
	['export API_TOKEN="ab \\"12"; run', 'export API_TOKEN=••• run'],
	["run --token 'a b' --fast", 'run --token ••• --fast'],
	['{"apiKey":"ab, 12","level":"info"}', '{"apiKey":"•••","level":"info"}'],
	['{\\"pwd\\": \\"a b\\", \\"n\\": 1}', '{\\"pwd\\": \\"•••\\", \\"n\\": 1}'],
	['{"pwd":123,"n":1}', '{"pwd":•••,"n":1}'],
	['curl -H "Authorization: Bearer abc.def.ghi" http://x', 'curl -H "Authorization: Bearer •••" http://x'],
	["curl -H 'Cookie: a=b; c=d' http://x", "curl -H 'Cookie: •••' http://x"],
	['exec ["mysql","--password=a b","-v"] failed', 'exec ["mysql","--password=•••","-v"] failed'],
	['a: b\npassword: correct horse\nc: d', 'a: b\npassword: •••\nc: d'],
	['password: |\n  correct\n  horse', 'password: •••\n•••'],
	['password = correct horse', 'password = •••'],
	['postgres://shop:hunter2@db:5432/orders', 'postgres://•••@db:5432/orders'],
	['postgres://u:pa/ss@h/db', 'postgres://•••@h/db'],
	['postgres://u:p@ss@h/db and more', 'postgres://•••@h/db and more'],
	[
		'a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE/x\n-----END RSA PRIVATE KEY-----',
		/^a\n-+BEGIN RSA PRIVATE KEY-----•••-----END/,
	],
	['use eyJhbGciOiJIUzI1NiJ9eyJzdWIiOiIxMjM0NTY3ODkwIn0 here', 'use ••• here'],
])('%s', (text, expected) => {
	if (typeof expected === 'string') expect(maskedText(text)).toBe(expected);
	else expect(maskedText(text)).toMatch(expected);
});

test.each([
	'--level=info --replicas=3',
	'registry.example/checkout:2.9.0',
	'registry.example/vault-token:2.9.0',
	digest,
	`docker-pullable://registry.example:5000/checkout@sha256:${'0123456789abcdef'.repeat(4)}`,
	'Error: secret "shop-db" not found',
	'http://prometheus:9090/api/v1/query?query=up',
	'Back-off restarting failed container checkout in pod checkout-6d5c7b8f9-x2x4x',
])('%s is no secret', text => {
	expect(maskedText(text)).toBe(text);
});

/** Parts that nobody would write, joined by the signs at which a reader might take a secret to end. */
const secretOf = (signs: readonly string[]) =>
	fc
		.array(fc.tuple(fc.integer({min: 100, max: 999}), fc.constantFrom(...signs)), {minLength: 1, maxLength: 5})
		.map(parts => parts.map(([number, sign]) => `canary${number}${sign}`).join(''))
		.map(text => `${text}canary`);

const inWord = [',', ';', '&', '/', '@', ':', '=', '#', '?', '|', '(', ')', '•'];
const inRow = [...inWord, ' ', '\t'];
const anything = [...inRow, '"', "'", '\\', '\n'];

const places: readonly (readonly [name: string, signs: readonly string[], text: (secret: string) => string])[] = [
	['an argument', anything, secret => `--db-password=${secret}`],
	['a setting', anything, secret => `db.password=${secret}`],
	['a word of a command', inWord, secret => `mysql --password=${secret} -h db`],
	['the word after a flag', inWord, secret => `mysql --password ${secret} -h db`],
	['single quotes', [...inRow, '"', '\n'], secret => `sh -c PGPASSWORD='${secret}' psql`],
	['double quotes', anything, secret => `x; export PGPASSWORD=${JSON.stringify(secret)}; psql`],
	['a quoted argument', anything, secret => `exec ["mysql",${JSON.stringify(`--password=${secret}`)},"-v"]`],
	['JSON', anything, secret => JSON.stringify({level: 'info', apiKey: secret, more: 1})],
	['JSON within JSON', anything, secret => JSON.stringify({body: JSON.stringify({token: secret, n: 1})})],
	['YAML', [...inRow, '"', "'"], secret => `a: b\nsecret: ${secret}\nc: d`],
	['a header', inRow, secret => `curl -H "Authorization: Basic ${secret}" http://x`],
	['a URL', inWord, secret => `dial postgres://shop:${secret}@db:5432/orders`],
];

describe('nothing is left of a secret', () => {
	test.each(places)('in %s', (_name, signs, text) => {
		fc.assert(
			fc.property(secretOf(signs), secret => {
				expect(maskedText(text(secret))).not.toContain('canary');
			}),
		);
	});
});

test('a text without a secret is not touched', () => {
	fc.assert(
		fc.property(fc.array(fc.constantFrom('a', 'b: c', 'x=1', '"q"', '\n', 'http://h/p')), words => {
			const text = words.join(' ');
			expect(maskedText(text)).toBe(text);
		}),
	);
});

test.each(['password', '"password="', 'a://', 'token: "', '-token ', "secret='", 'x'])(
	'a long text of %s ends',
	part => {
		expect(maskedText(`${part}\n`.repeat(20_000))).not.toBe('');
	},
);
