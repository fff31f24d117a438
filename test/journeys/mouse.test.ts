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

test('with --mouse a click on the charts of a card marks it, and one more opens it', async () => {
	await using sre = await startPerch(demo, {args: ['--mouse', '-n', 'pay']});
	const {terminal} = sre;
	await sre.sees(/\d waits? for you/, /pay\/fraud/);
	await sre.press('v');
	await sre.sees(/^ panels 1-\d of \d/m);
	const clicksBeneath = (name: string) => {
		const row = terminal.rows().findIndex(text => text.includes(name));
		const column = terminal.rows()[row]?.indexOf(name) ?? 0;
		// Rows and columns of the mouse count from 1; the charts begin two rows beneath the name.
		const at = `${column + 2};${row + 3}`;
		terminal.write(`\u001b[<0;${at}M\u001b[<0;${at}m`);
	};
	clicksBeneath('pay/fraud');
	await sre.sees(/>pay\/fraud /);
	clicksBeneath('pay/fraud');
	await sre.sees(/^pay\/fraud /m);
	expect(await demo.perchWrites()).toEqual([]);
});
