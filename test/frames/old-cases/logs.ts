import {logText} from '../../../source/domain/log-line.ts';
import {safe} from '../../../source/domain/safe-text.ts';
import type {LogsView} from '../../../source/engine/screens/logs.ts';
import {apart, logLines, logsView, noPatterns, patterns} from '../views/logs.ts';
import {header} from '../views/shop.ts';
import type {FrameCase} from './cases.ts';

function logsCase(name: string, change: Partial<LogsView>): FrameCase {
	return {name: `logs-${name}`, screen: {kind: 'logs', view: {...logsView, ...change}}};
}

function empty(text: string): Pick<LogsView, 'sections' | 'patterns'> {
	return {
		sections: [{title: null, lines: [], empty: safe`${logText(text)}`}],
		patterns: {...noPatterns, summary: safe`patterns of 2.9.0: nothing was read yet`, basis: safe``, notes: []},
	};
}

const note = {...logLines[3], isNote: true} as (typeof logLines)[number];

export const logsCases: readonly FrameCase[] = [
	logsCase('full', {}),
	logsCase('patterns', {arePatternsOpen: true}),
	logsCase('patterns-many', {
		arePatternsOpen: true,
		patterns: {
			...patterns,
			rows: Array.from({length: 20}, () => patterns.rows)
				.flat()
				.slice(0, 20),
		},
	}),
	logsCase('no-patterns', {arePatternsOpen: true, patterns: noPatterns}),
	logsCase('apart', {sections: apart}),
	logsCase('apart-one-empty', {
		sections: apart.map((section, at) =>
			at === 0 ? section : {...section, lines: [], empty: safe`no lines in the last 5 min — ] reads further back`},
		),
	}),
	logsCase('wrapped', {isWrapped: true}),
	logsCase('without-times', {
		sections: [{title: null, lines: logLines.map(one => ({...one, time: null})), empty: null}],
	}),
	logsCase('stopped-and-filtered', {
		newerBelow: 214,
		sections: [{title: null, lines: logLines.filter(({role}) => role === 'canary'), empty: null}],
		footer: {...logsView.footer, filter: {text: safe`timed out`, isEditing: false}},
	}),
	logsCase('filtering', {footer: {...logsView.footer, filter: {text: safe`!health`, isEditing: true}}}),
	logsCase('frozen', {header: {...header, frozenSeconds: 42}}),
	logsCase('loading', empty('reading the logs of 10 pods …')),
	logsCase('empty', empty('no lines in the last 5 min — ] reads further back')),
	logsCase('waiting', {
		...empty('no lines yet: waiting to start, ContainerCreating'),
		status: safe`0 of 2 pods · last 5 min, at most 2000 lines each`,
		problems: [{tone: 'info', text: safe`waiting to start, 2 pods: ContainerCreating`}],
	}),
	logsCase('forbidden', {
		...empty('forbidden: get pods/log in shop — ask for the role perch-viewer, which perch rbac prints'),
		status: safe`0 of 10 pods · last 5 min, at most 800 lines each`,
		problems: [{tone: 'critical', text: safe`FORBIDDEN: get pods/log for 10 pods`}],
	}),
	logsCase('recording', {
		...empty('logs are not part of a recording: only a live cluster tells them'),
		status: safe`0 of 0 pods · last 5 min`,
	}),
	logsCase('partial', {
		status: safe`3 of 5 pods · container app, 1 of 2 · last 5 min, at most 1600 lines each · 1204 older lines dropped`,
		problems: [
			{tone: 'warning', text: safe`LOST 2 pods: the connection went silent · trying again`},
			{tone: 'warning', text: safe`ENDED checkout-7c9d8b5f4-pxm6m: CrashLoopBackOff · a new run is followed`},
			{tone: 'info', text: safe`gone: checkout-7c9d8b5f4-cctv4`},
			{tone: 'info', text: safe`20 of 24 pods are followed: perch follows no more at once`},
		],
		sections: [
			{
				title: null,
				lines: [
					...logLines,
					{...note, text: safe`the stream was lost: perch goes on after the last line as soon as it can`},
					{...note, text: safe`the stream goes on after the last line that was read`},
					{...note, text: safe`the node rotated this log meanwhile: lines may be missing before the next one`},
				],
				empty: null,
			},
		],
	}),
	logsCase('api-down', {
		header: {
			...header,
			cluster: {state: 'red', ageSeconds: 74, problem: safe`no answer`},
			banners: [{tone: 'critical', text: safe`API SERVER DOWN: nothing can be written · no answer`}],
		},
		status: safe`0 of 10 pods · last 5 min, at most 800 lines each`,
		problems: [
			{tone: 'warning', text: safe`LOST 10 pods: the API server cannot be reached (ECONNREFUSED) · trying again`},
		],
	}),
	logsCase('sent', {
		intent: {
			progress: {tone: 'moving', text: safe`02:41:07 BACK TO 2.8.1: accepted · 20 % still on 2.9.0`},
			recovery: {tone: 'moving', text: safe`watching whether it recovers`},
		},
	}),
	logsCase('hostile', {
		isWrapped: true,
		sections: [
			{
				title: null,
				lines: logLines.map((one, at) => ({
					...one,
					text: logText(
						[
							'\u001b[31mred\u001b[0m \u001b[8mhidden\u001b[0m \u001b]0;title\u0007',
							'日本語のログ行は幅が二倍です '.repeat(8),
							`bidi \u202e gnp.exe \u200b${'x'.repeat(500)}`,
							'tab\tand\rreturn',
						][at % 4] ?? '',
					),
				})),
				empty: null,
			},
		],
	}),
];
