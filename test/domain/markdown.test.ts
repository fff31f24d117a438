import {expect, test} from 'vitest';
import {bold, code, prose} from '../../source/domain/text/markdown.ts';
import {line, safe} from '../../source/domain/text/safe-text.ts';

test.each([
	['2.9.0', '`2.9.0`'],
	['a`b', '`` a`b ``'],
	['``', '``` `` ```'],
])('code holds %s whole', (text, shown) => {
	expect(code(line(text))).toBe(shown);
});

test.each([
	'paused, waiting for a person since 02:31:02 UTC (10m)',
	'error ratio 0.53 %, stable 0.10 %: 5 of 9 done · → 2.8.1',
	"NOT RECOVERED after 5 min: stable is failing too; see Argo's own word (last 0.9992)",
])('a sentence stays a sentence: %s', text => {
	expect(prose(line(text))).toBe(text);
});

test.each([
	'*all*',
	'_x_',
	'~36 extra and ~40',
	'[click](http://evil.test)',
	'https://evil.test',
	'www.evil.test',
	'<b>',
	'<!channel>',
	'@channel look',
	'&lt;',
	'fixes #1',
	'# a heading',
	'> a quote',
	'- an item',
	'1. an item',
	'back\\slash',
	':rotating_light:',
])('what Markdown or a chat would change is code: %s', text => {
	expect(prose(line(text))).toBe(`\`${text}\``);
});

test('bold text from a cluster cannot end the bold', () => {
	expect(bold(safe`NOT **so**`)).toBe('**`NOT **so**`**');
});
