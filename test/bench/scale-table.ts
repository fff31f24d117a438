import type {ScaleFigures} from './figures/scale.ts';

interface Row {
	readonly name: string;
	readonly unit: string;
	of(figures: ScaleFigures, base: ScaleFigures): number;
	/** At the largest size. */
	readonly reach?: number;
}

const rows: readonly Row[] = [
	{name: 'spawn → data on screen', unit: ' s', of: ({dataSeconds}) => dataSeconds},
	{name: 'the same ÷ that of the smallest', unit: '×', of: (one, base) => one.dataSeconds / base.dataSeconds, reach: 4},
	{name: 'RSS', unit: ' MB', of: ({residentMb}) => residentMb, reach: 220},
	{name: 'CPU, polls every 15 s', unit: ' %', of: ({share}) => share * 100, reach: 6},
	{name: 'key → frame, p99', unit: ' ms', of: ({keyP99Ms}) => keyP99Ms, reach: 33},
	{name: 'change in the API server → screen, p99', unit: ' ms', of: ({eventP99Ms}) => eventP99Ms, reach: 500},
	{name: 'bytes per poll on the wire', unit: ' kB', of: ({perPoll}) => perPoll.wireBytes / 1000, reach: 1_000},
	{name: 'bytes per poll, unpacked', unit: ' kB', of: ({perPoll}) => perPoll.unpackedBytes / 1000},
	{name: 'samples per poll', unit: '', of: ({perPoll}) => perPoll.samples},
];

/** A Markdown table of all sizes, the smallest first, with how often each figure of the largest is that of the second:
 * the smallest is only what the start is compared with. Whether every reach is met comes with it. */
export function scaleTable(sizes: readonly ScaleFigures[]): {readonly text: string; readonly isMet: boolean} {
	const [base] = sizes;
	const largest = sizes.at(-1);
	if (!base || !largest) throw new Error('nothing was measured');
	const from = sizes[1] ?? base;
	const head = ['Figure', ...sizes.map(({services}) => services.toLocaleString('en')), 'Growth', 'Reach', 'Met'];
	const body = rows.map(row => {
		const value = (one: ScaleFigures) => row.of(one, base);
		const [least, most] = [value(from), value(largest)];
		const growth = least > 0 ? `${(most / least).toFixed(1)}×` : '';
		const isMet = row.reach === undefined ? null : most <= row.reach;
		const cells = sizes.map(one => amount(value(one), row.unit));
		const reach = row.reach === undefined ? '' : `≤ ${amount(row.reach, row.unit)}`;
		return {isMet, cells: [row.name, ...cells, growth, reach, {true: 'yes', false: 'NO', null: ''}[`${isMet}`]]};
	});
	const all = [head, head.map(() => '---'), ...body.map(({cells}) => cells)];
	return {
		text: all.map(cells => `| ${cells.join(' | ')} |`).join('\n'),
		isMet: body.every(({isMet}) => isMet !== false),
	};
}

function amount(value: number, unit: string): string {
	return `${value.toFixed(value >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2)}${unit}`;
}
