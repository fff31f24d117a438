import {describe, expect, test} from 'vitest';
import {line, safe} from '../../source/domain/text/safe-text.ts';
import type {FooterView} from '../../source/engine/screens/footer.ts';
import {plainLine} from '../../source/views/lines/paint.ts';
import {homePanel} from '../../source/views/screens/home.ts';
import {footerLines} from '../../source/views/widgets/footer.ts';
import {homeOf} from '../engine/support/home.ts';
import {looks} from '../frames/look.ts';
import {openShop} from '../frames/shop/shop.ts';

const size = {columns: 80, rows: 24};
const {desk} = openShop({}, {}, 5);
desk.input({kind: 'resize', ...size});
const home = homeOf(desk);

function shown(changes: Partial<FooterView>, at = size): readonly string[] {
	return footerLines({...home.footer, ...changes}, at).map(row => plainLine(row, at.columns, looks.noColour));
}

const info = (text: string) => ({tone: 'info', text: line(text)}) as const;

describe('a message', () => {
	test('stands above the keys and never in their place', () => {
		const [keys] = shown({message: null});
		expect(keys).toContain('? help');
		expect(shown({message: info('demo: enter opens what is selected')})).toEqual([
			' · demo: enter opens what is selected',
			keys,
		]);
	});

	test('has a second row for its end, where the screen has enough rows', () => {
		const long = `not allowed: needs patch rollouts.argoproj.io/status in shop: perch rbac check says which role has it`;
		const lines = shown({message: info(long)});
		expect(lines).toHaveLength(3);
		expect(lines.join(' ')).toContain('which role has it');
		expect(shown({message: info(long)}, {columns: 60, rows: 15})).toHaveLength(2);
	});

	test('leaves the text that is being typed in its place', () => {
		const lines = shown({message: info('copied'), filter: {text: safe`pay`, isEditing: true}});
		expect(lines[0]).toBe(' · copied');
		expect(lines.at(-1)).toContain('/pay');
	});

	test('takes its row from the list, whose selected row stays in sight', () => {
		const last = home.rows.at(-1);
		const rows = home.rows.map(row => ({...row, isSelected: row === last}));
		const view = {...home, rows, footer: {...home.footer, message: info('sent')}};
		const lines = homePanel(view, size, looks.noColour).map(row => plainLine(row, size.columns, looks.noColour));
		expect(lines).toHaveLength(size.rows);
		expect(lines.at(-2)).toBe(' · sent');
		expect(lines.some(row => row[1] === '>' && row.includes(last?.name.slice(-4) ?? '?'))).toBe(true);
	});
});

describe('the keys', () => {
	const key = (
		name: string,
		label: string,
		changes: Partial<FooterView['keys'][number]> = {},
	): FooterView['keys'][number] => ({
		key: line(name),
		label: line(label),
		short: line(label),
		named: name === 'x' || name === '?' ? 'always' : name === 'p' ? 'first' : 'rest',
		disabledBecause: null,
		...changes,
	});
	const because = line('no fresh metrics: promote is off until they are there again');
	const others = ['back', 'hold', 'releases', 'logs', 'events', 'describe', 'ranges', 'charts'];
	const keysWith = (promote: Partial<FooterView['keys'][number]>) => [
		key('x', 'back'),
		key('p', 'promote', {disabledBecause: because, ...promote}),
		...others.map(label => key(label.slice(0, 1), label)),
		key('?', 'help'),
	];

	test('keep promote in sight while it is off, before keys that could be pressed', () => {
		const [off = ''] = shown({message: null, keys: keysWith({isOff: true})});
		expect(off).toContain('(p promote)');
		expect(off).toContain('x back');
		expect(off).toContain('? help');
		expect(off).not.toContain('describe');
	});

	test('leave promote out first where the release has nothing to promote', () => {
		const [idle = ''] = shown({message: null, keys: keysWith({})});
		expect(idle).not.toContain('promote');
		expect(idle).toContain('describe');
	});

	test('leave out even what is off where nothing else can be left out', () => {
		const [narrow = ''] = shown({message: null, keys: keysWith({isOff: true})}, {columns: 24, rows: 24});
		expect(narrow).toBe('x back · ? help');
	});
});
