import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo();

test('with --mouse a click marks a row, one more opens it, and the wheel moves the mark', async () => {
	await using sre = await startPerch(demo, {args: ['--mouse']});
	const {terminal} = sre;
	await sre.sees(/^‖.shop\/cart /m);
	const click = async (pattern: RegExp) => {
		const row = terminal.rows().findIndex(text => pattern.test(text));
		terminal.write(`\u001b[<0;20;${row + 1}M\u001b[<0;20;${row + 1}m`);
	};
	await click(/^‖.shop\/cart /m);
	await sre.sees(/^‖>shop\/cart /m);
	const marked = () => terminal.rows().findIndex(text => /^.>/.test(text));
	const before = marked();
	terminal.write('\u001b[<65;20;5M');
	await terminal.until(() => marked() > before, 'the mark moves down');
	terminal.write('\u001b[<64;20;5M');
	await sre.sees(/^‖>shop\/cart /m);
	await click(/^‖.shop\/cart /m);
	await sre.sees(/^shop\/cart /m, /now +50 %/);
	expect(await demo.perchWrites()).toEqual([]);
});
