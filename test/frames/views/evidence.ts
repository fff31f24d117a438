import {block, ident, line, safe} from '../../../source/domain/safe-text.ts';
import type {DescribeRow, DescribeView} from '../../../source/engine/screens/describe.ts';
import type {DiffView} from '../../../source/engine/screens/diff.ts';
import type {DiffRow} from '../../../source/engine/screens/diff-rows.ts';
import type {EventRow, EventsView} from '../../../source/engine/screens/events.ts';
import {footerOf, header} from './shop.ts';

function row(at: string, source: string, object: string, text: string, more: Partial<EventRow> = {}): EventRow {
	return {
		at: ident(at),
		tone: null,
		source: ident(source),
		object: line(object),
		shortObject: line(object),
		count: safe``,
		text: line(text),
		wholeText: line(text),
		period: safe``,
		isSelected: false,
		isOpen: false,
		...more,
	};
}

const unhealthy = row(
	'02:40:58',
	'kubelet',
	'Pod 7777d6d58b-pxm6m',
	'Unhealthy: Readiness probe failed: Get "http://10.1.4.7:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
	{tone: 'warning', count: safe`×12`, period: safe`02:36:12 to 02:40:58`, object: safe`Pod checkout-7777d6d58b-pxm6m`},
);

export const eventRows: readonly EventRow[] = [
	row('02:41:07', 'perch', 'weight', '20% → 0%', {isSelected: true}),
	row('02:41:07', 'perch', 'back by ana@corp', 'BACK TO 2.8.1: 0% configured after 2s'),
	unhealthy,
	row('02:31:02', 'rollouts-controller', 'Rollout', 'Rollout step 5/9 completed (setWeight: 20)'),
	row('02:31:02', 'rollouts-controller', 'Rollout', 'Traffic weight updated from 10 to 20'),
	row('02:31:01', 'replicaset-controller', 'ReplicaSet 7777d6d58b', 'Created pod: checkout-7777d6d58b-pxm6m'),
	row(
		'02:31:01',
		'rollouts-controller',
		'AnalysisRun 7777d6d58b-42-3',
		"Metric 'success-rate' Completed. Result: Successful",
	),
];

export const eventsView: EventsView = {
	header,
	name: safe`shop/checkout`,
	note: null,
	rows: eventRows,
	from: 0,
	total: eventRows.length,
	empty: null,
	footer: footerOf('events'),
};

export const openEvent: readonly EventRow[] = eventRows.map(one => ({
	...one,
	isSelected: one === unhealthy,
	isOpen: one === unhealthy,
}));

function diffRow(kind: DiffRow['kind'], text = ''): DiffRow {
	return {kind, text: block(text)};
}

export const diffRows: readonly DiffRow[] = [
	diffRow('word', 'image 2.8.1 → 2.9.0'),
	diffRow('word', 'cpu limit 500m → 250m'),
	diffRow('word', 'env added FEATURE_FAST_PATH, PAYMENT_TIMEOUT_MS'),
	diffRow('blank'),
	diffRow('removed', '--- 2.8.1 (r41, stable)'),
	diffRow('added', '+++ 2.9.0 (r42, canary)'),
	diffRow('folded', '… 11 lines are the same'),
	diffRow('same', '        key: password'),
	diffRow('removed', '    image: registry.example/checkout:2.8.1'),
	diffRow('added', '    - name: FEATURE_FAST_PATH'),
	diffRow('added', '      value: •••'),
	diffRow('added', '    image: registry.example/checkout:2.9.0'),
	diffRow('same', '    ports:'),
	diffRow('same', '    - containerPort: 8080'),
	diffRow('folded', '… 5 lines are the same'),
	diffRow('blank'),
	diffRow('note', 'values of env are masked; ConfigMaps and Secrets are not compared'),
];

export const diffView: DiffView = {
	header,
	name: safe`shop/checkout`,
	pair: safe`2.8.1 (r41, stable) → 2.9.0 (r42, canary)`,
	readAt: safe`02:41:09`,
	note: null,
	text: {rows: diffRows, at: 0},
	empty: null,
	footer: footerOf('diff'),
};

function describeRow(text: string, kind: DescribeRow['kind'] = 'yaml'): DescribeRow {
	return {kind, text: line(text)};
}

export const describeRows: readonly DescribeRow[] = [
	...[
		'apiVersion: v1',
		'kind: Pod',
		'metadata:',
		'  name: checkout-7777d6d58b-pxm6m',
		'  namespace: shop',
		'spec:',
		'  containers:',
		'  - name: checkout',
		'    env:',
		'    - name: LOG_LEVEL',
		'      value: •••',
		'    image: registry.example/checkout:2.9.0',
	].map(text => describeRow(text)),
	describeRow('', 'blank'),
	describeRow('EVENTS', 'title'),
	describeRow(
		'02:40:58 kubelet ×12 Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503',
		'warning',
	),
	describeRow('02:31:04 kubelet Started: Started container checkout', 'event'),
];

export const describeView: DescribeView = {
	header,
	name: safe`Pod shop/checkout-7777d6d58b-pxm6m`,
	position: safe`object 9 of 22`,
	readAt: safe`02:41:09`,
	note: null,
	text: {rows: describeRows, at: 0},
	empty: null,
	footer: footerOf('describe'),
};
