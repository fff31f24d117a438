import {ident, line, safe} from '../../../source/domain/safe-text.ts';
import type {DescribeView} from '../../../source/engine/screens/describe.ts';
import type {DiffView} from '../../../source/engine/screens/diff.ts';
import type {EventsView} from '../../../source/engine/screens/events.ts';
import type {Scrolled} from '../../../source/engine/screens/scroll.ts';
import {describeRows, describeView, diffRows, diffView, eventRows, eventsView, openEvent} from '../views/evidence.ts';
import {header} from '../views/shop.ts';
import type {FrameCase} from './cases.ts';

const down = {
	...header,
	cluster: {state: 'red', ageSeconds: 31, problem: safe`connection refused`} as const,
	banners: [{tone: 'critical', text: safe`API SERVER DOWN: nothing can be written · connection refused`} as const],
};
const nothing: Scrolled<never> = {rows: [], from: 0, total: 0, isAtEnd: true};
const hostile = '日本語 \u001b[31mred\u001b[0m \u202e backwards 🚀 and a name that goes on: ';

function events(name: string, more: Partial<EventsView> = {}): FrameCase {
	return {name: `events-${name}`, screen: {kind: 'events', view: {...eventsView, ...more}}};
}

function diff(name: string, more: Partial<DiffView> = {}): FrameCase {
	return {name: `diff-${name}`, screen: {kind: 'diff', view: {...diffView, ...more}}};
}

function described(name: string, more: Partial<DescribeView> = {}): FrameCase {
	return {name: `describe-${name}`, screen: {kind: 'describe', view: {...describeView, ...more}}};
}

const none = {rows: [], total: 0};
const unread = {text: nothing, readAt: safe``};

export const evidenceCases: readonly FrameCase[] = [
	events('full'),
	events('open-row', {rows: openEvent}),
	events('many', {
		rows: Array.from({length: 80}, (_, at) => ({
			...(eventRows[at % eventRows.length] ?? eventRows[0]),
			isSelected: at === 44,
		})) as EventsView['rows'],
		from: 120,
		total: 400,
	}),
	events('loading', {...none, empty: safe`reading the Events of shop …`}),
	events('empty', {
		...none,
		empty: safe`no events of shop/checkout. The cluster keeps Events for about an hour, so this does not prove that nothing happened`,
	}),
	events('forbidden', {
		rows: eventRows.slice(0, 2),
		total: 2,
		note: {tone: 'warning', text: safe`Events of shop are missing: forbidden, list events`},
	}),
	events('stale', {
		header: down,
		note: {tone: 'warning', text: safe`Events of shop are not up to date: connection refused`},
	}),
	events('hostile', {
		rows: eventRows.map((row, at) => ({
			...row,
			object: line(hostile.repeat(4)),
			shortObject: line(hostile.repeat(4)),
			source: ident(hostile),
			text: line(hostile.repeat(20)),
			wholeText: line(hostile.repeat(20)),
			isOpen: at === 0,
		})),
	}),
	diff('full'),
	diff('scrolled', {text: {rows: diffRows.slice(3), from: 3, total: 90, isAtEnd: false}}),
	diff('end', {text: {rows: diffRows, from: 73, total: 90, isAtEnd: true}}),
	diff('same', {
		text: {...nothing, rows: [{kind: 'note', text: safe`both ask for the same pods`}], total: 1},
	}),
	diff('same-tag', {
		text: {
			...nothing,
			rows: [
				{
					kind: 'warning',
					text: safe`same tag, another image: checkout runs sha256:aaaaaaaaaaaa before and sha256:bbbbbbbbbbbb after`,
				},
				{kind: 'note', text: safe`both ask for the same pods`},
			],
			total: 2,
		},
	}),
	diff('loading', {...unread, empty: safe`reading checkout-7bd8f4d9b5 and checkout-7777d6d58b …`}),
	diff('alone', {
		...unread,
		pair: safe``,
		empty: safe`only one revision of checkout is known: there is nothing to compare it with`,
	}),
	diff('forbidden', {...unread, empty: safe`forbidden: get replicasets.apps — ask for a role that may read it`}),
	diff('stale', {header: down, note: safe`as it was at 02:40:40: it cannot be read now, connection refused`}),
	diff('hostile', {
		pair: line(hostile.repeat(3)),
		text: {...diffView.text, rows: diffRows.map(row => ({...row, text: line(`  ${hostile.repeat(8)}`)}))},
	}),
	described('full'),
	described('scrolled', {text: {rows: describeRows, from: 40, total: 158, isAtEnd: false}}),
	described('loading', {...unread, empty: safe`reading checkout …`}),
	described('forbidden', {...unread, empty: safe`forbidden: get pods — ask for a role that may read it`}),
	described('gone', {...unread, empty: safe`checkout-7777d6d58b-pxm6m is gone`}),
	described('stale', {header: down, note: safe`as it was at 02:40:40: it cannot be read now, connection refused`}),
	described('hostile', {
		name: line(hostile.repeat(4)),
		text: {...describeView.text, rows: describeRows.map(row => ({...row, text: line(`    ${hostile.repeat(8)}`)}))},
	}),
];
