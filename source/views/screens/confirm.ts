import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Meaning} from '../../domain/text/theme.ts';
import type {ConfirmView} from '../../engine/screens/confirm/confirm-view.ts';
import {repeated, truncateEnd, truncateMiddle, wrap} from '../lines/cells.ts';
import {blankLine, fitLine, type Line, lineCells, type Span, span} from '../lines/line.ts';
import {sentenceRows} from '../lines/sentence-rows.ts';
import {boxed, titleCells} from '../widgets/box.ts';
import type {Size} from '../widgets/page.ts';

/** The dialog before a write. If it does not fit, the explanation is cut and the hidden lines are counted; the
 * checks, the inputs and the buttons always stay. */
export function confirmBox(view: ConfirmView, size: Size): readonly Line[] {
	const width = Math.min(size.columns, Math.max(60, Math.min(100, size.columns - 4)));
	const inner = width - 4;
	const all = [...checksLines(view, inner), ...inputLines(view), ...choiceLines(view, inner)];
	// On a low terminal blank lines would take the room of what is confirmed.
	const bottom = size.rows < roomyRows ? all.filter(line => line.length > 0) : all;
	const room = Math.max(1, size.rows - 2 - bottom.length);
	const body = [...explanation(view, inner), ...optionLines(view, room), ...requestLines(view, inner)];
	return boxed(headline(view, titleCells(width)), [...cropped(body, room, view.bodyOffset), ...bottom], width);
}

const roomyRows = 15;

/** The action, its object and the cluster. If they are too long, the object's name is cut first, the word PROD
 * never. */
function headline(view: ConfirmView, room: number): Line {
	const third = Math.max(8, Math.floor(room / 3));
	const gap = safe`   `;
	const what = span(truncateEnd(view.headline, third), view.direction === 'towardStable' ? 'good' : 'warning');
	const where = span(truncateMiddle(view.cluster, third), view.isProtected ? 'critical' : 'title');
	const word: Line = view.isProtected ? [span(safe` `), span(safe`PROD`, 'badgeProd')] : [];
	const left = room - lineCells([what, where, ...word]) - 2 * gap.length;
	return [what, span(gap), span(truncateMiddle(view.object, left), 'title'), span(gap), where, ...word];
}

function explanation(view: ConfirmView, inner: number): readonly Line[] {
	return view.lines.flatMap(({tone, text}) =>
		sentenceRows(text, inner).map(row => [span(row, tone === 'plain' ? 'text' : tone)]),
	);
}

function requestLines(view: ConfirmView, inner: number): readonly Line[] {
	if (view.request.length === 0) return [];
	const rows = view.request.flatMap(text => text.split('\n') as SafeText[]).flatMap(text => wrap(text, inner - 2));
	return [blankLine, ...rows.map(row => [span(safe`  ${row}`, 'moving')])];
}

function optionLines(view: ConfirmView, room: number): readonly Line[] {
	const selected = Math.max(
		0,
		view.options.findIndex(({isSelected}) => isSelected),
	);
	const limit = Math.max(1, Math.min(8, room - view.lines.length - 2));
	const from = Math.max(0, Math.min(selected - Math.floor(limit / 2), view.options.length - limit));
	return view.options
		.slice(from, from + limit)
		.map(({text, isSelected}) => [
			{...span(safe`${isSelected ? safe`> ` : safe`  `}${text}`), ...(isSelected ? {isSelected} : {})},
		]);
}

function checksLines(view: ConfirmView, inner: number): readonly Line[] {
	const {glyph, meaning} = checks[view.checks.state];
	const keys = view.request.length === 0 ? safe`d exact request` : safe`d hide request`;
	const rows = sentenceRows(view.checks.text, inner - 2);
	const lines: Line[] = rows.map((row, index) => [
		span(index === 0 ? safe`${glyph} ` : safe`  `, meaning),
		span(row, meaning === 'good' ? 'text' : meaning),
	]);
	const message: readonly Line[] =
		view.message === null ? [] : wrap(view.message, inner).map(row => [span(row, 'warning')]);
	// Without a plan there is no request to show.
	if (view.choices.length === 0 || view.lines.length === 0) return [blankLine, ...lines, ...message];
	const last = lines.at(-1) ?? blankLine;
	const isBeside = lineCells(last) + keys.length + 3 <= inner;
	const hint = span(keys, 'dim');
	const hinted: readonly Line[] = isBeside
		? [...lines.slice(0, -1), [...fitLine(last, inner - keys.length), hint]]
		: [...lines, [hint]];
	return [blankLine, ...hinted, ...message];
}

function inputLines(view: ConfirmView): readonly Line[] {
	return view.inputs.map(({label, text, isFocused, isSatisfied}) => {
		// A tick before an empty field would say that something was typed.
		const sign = isSatisfied && text !== '' ? span(safe`✔ `, 'good') : span(safe`· `, 'dim');
		const field: Line = [
			span(isFocused ? safe`> ` : safe`  `, 'key'),
			sign,
			span(safe`${label} `, 'dim'),
			span(text, 'title'),
		];
		return isFocused ? [...field, span(safe`▏`, 'key')] : field;
	});
}

/** The buttons, and why some of them are disabled: in one row, or below each other if they are too wide. */
function choiceLines(view: ConfirmView, inner: number): readonly Line[] {
	if (view.choices.length === 0) return [];
	const buttons = view.choices.map(buttonOf);
	const row = buttons.flatMap(button => [button, span(safe` `)]);
	if (lineCells(row) > inner) {
		return view.choices.map((choice, index) => [
			buttons[index] ?? span(safe``),
			...(choice.disabledBecause === null ? [] : [span(safe` ${choice.disabledBecause}`, 'dim')]),
		]);
	}
	const left = Math.max(0, Math.floor((inner - lineCells(row)) / 2));
	const canChoose = view.choices.some(({isSelected, disabledBecause}) => !isSelected && disabledBecause === null);
	const hasRoom = lineCells(row) + left + selectHint.length <= inner;
	const hint = canChoose && hasRoom ? [span(selectHint, 'dim')] : [];
	return [...reasonLines(view, inner), blankLine, [span(repeated(safe` `, left)), ...row, ...hint]];
}

const selectHint = safe` (right, then enter)`;

function buttonOf({label, isSelected, disabledBecause}: ConfirmView['choices'][number]): Span {
	const text = isSelected ? safe`[ ${label} ]` : safe`  ${label}  `;
	return {...span(text, disabledBecause === null ? 'title' : 'dim'), ...(isSelected ? {isSelected} : {})};
}

function reasonLines(view: ConfirmView, inner: number): readonly Line[] {
	const off = view.choices.filter(({disabledBecause}) => disabledBecause !== null);
	const reasons = new Map(off.map(({label, disabledBecause}) => [disabledBecause, label]));
	// Cancel is always enabled; a reason that not all other buttons share needs the name of its button.
	const isShared = reasons.size === 1 && off.length === view.choices.length - 1;
	return [...reasons].flatMap(([reason, label]) => {
		// The checks above already show a reason that disables all buttons.
		if (isShared && reason === view.checks.text) return [];
		const subject = isShared ? safe`not yet` : label;
		return wrap(safe`${subject}: ${reason ?? safe``}`, inner).map(text => [span(text, 'warning')]);
	});
}

/** The lines that fit, from the scroll offset on; counts the lines below or above them. */
function cropped(lines: readonly Line[], room: number, offset: number): readonly Line[] {
	if (lines.length <= room) return lines;
	const shown = Math.max(0, room - 1);
	const from = Math.min(offset, lines.length - shown);
	const below = lines.length - shown - from;
	const hint = below > 0 ? safe`… ${below} more lines: pgdn` : safe`… ${from} lines above: pgup`;
	return [...lines.slice(from, from + shown), [span(hint, 'warning')]];
}

const checks = {
	running: {glyph: safe`…`, meaning: 'moving'},
	ok: {glyph: safe`✔`, meaning: 'good'},
	warning: {glyph: safe`⚠`, meaning: 'warning'},
	blocked: {glyph: safe`✖`, meaning: 'critical'},
} as const satisfies Record<ConfirmView['checks']['state'], {readonly glyph: string; readonly meaning: Meaning}>;
