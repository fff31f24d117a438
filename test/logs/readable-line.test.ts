import {expect, test} from 'vitest';
import {logText} from '../../source/domain/log-line.ts';
import {maskLine} from '../../source/logs/mask.ts';
import {readableLine} from '../../source/logs/readable-line.ts';

test.each([
	[
		'{"level":"error","msg":"payment timed out","status":503,"order":"ord 1"}',
		'ERROR payment timed out status=503 order="ord 1"',
	],
	['{"severity":"WARNING","message":"slow"}', 'WARNING slow'],
	[
		'{"msg":"x","trace":"9c","error":"no route","status":503,"status_code":"ok"}',
		'x error="no route" status=503 trace=9c status_code=ok',
	],
	[
		'level=error msg="payment timed out" order=ord-1 after=250ms status=503',
		'ERROR payment timed out status=503 order=ord-1 after=250ms',
	],
	[
		'ts=02:41 caller=a.go:12 level=warn msg="say \\"no\\"" q=/a?b=c',
		'WARN say "no" ts=02:41 caller=a.go:12 q="/a?b=c"',
	],
	['level=info msg="a \\x00 b" empty= last=', 'INFO "a \\x00 b" empty= last='],
	['level=info msg=one msg=two', 'level=info msg=one msg=two'],
	['level=info msg=one and more', 'level=info msg=one and more'],
	['level=info order=7', 'level=info order=7'],
	['level=info msg="cut', 'level=info msg="cut'],
	['{"ts":1,"event":"order_lost","level":"info"}', 'INFO order_lost ts=1'],
	['{"log":"boot","stream":"stdout"}', 'boot stream=stdout'],
	['{"msg":"","message":"second"}', 'second msg='],
	['{"level":"error","msg":"one\\ntwo"}', 'ERROR one ↵ two'],
	['{"level":30,"msg":"of pino"}', 'of pino level=30'],
	['{"no":"message"}', '{"no":"message"}'],
	['{"msg":"cut', '{"msg":"cut'],
	['[{"msg":"a list"}]', '[{"msg":"a list"}]'],
	['no JSON', 'no JSON'],
])('%s is read as %s', (text, readable) => {
	expect(readableLine(logText(text))).toBe(readable);
});

test('what is drawn first of a JSON line is what its pattern is made of, whichever field holds it', () => {
	for (const field of ['msg', 'message', 'log', 'event']) {
		const text = logText(JSON.stringify({id: 'x-1', [field]: 'payment timed out', level: 'ERROR'}));
		expect(maskLine(text)).toBe('error payment timed out');
		expect(readableLine(text)).toMatch(/^ERROR payment timed out /);
	}
});
