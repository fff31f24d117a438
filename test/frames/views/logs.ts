import {line, safe} from '../../../source/domain/safe-text.ts';
import type {LogLineView, LogsView} from '../../../source/engine/screens/logs.ts';
import type {PatternsView} from '../../../source/engine/screens/logs-patterns.ts';
import {footerOf, header} from './shop.ts';

const texts = [
	'INFO request status=200 method=GET path=/checkout/48679/status duration=8ms trace=99410f6460c46de1',
	'INFO request status=200 method=POST path=/checkout duration=31ms trace=176aab9a59e8064d',
	'DEBUG health check status=200 from=10.0.0.3',
	'ERROR payment timed out status=503 order=ord-ab15a989 upstream=gateway.pay:80 after=250ms',
];

export const logLines: readonly LogLineView[] = Array.from({length: 60}, (_, at) => {
	const isCanary = at % 4 === 3;
	return {
		time: line(`02:40:${String(at).padStart(2, '0')}`),
		mark: isCanary ? safe`2.9.0` : safe`2.8.1`,
		role: isCanary ? 'canary' : 'stable',
		pod: isCanary ? safe`shop/checkout-7c9d8b5f4-pxm6m` : safe`shop/checkout-6d5f9c7b8-qw8xk`,
		text: line(texts[at % texts.length] ?? ''),
		isNote: false,
	};
});

export const noPatterns: PatternsView = {
	summary: safe`no pattern that 2.9.0 writes and 2.8.1 does not`,
	basis: safe`287 lines of 2 pods against 5575 of 8`,
	hasFindings: false,
	columns: {canary: safe`2.9.0`, stable: safe`2.8.1`},
	rows: [],
	notes: [safe`2 more came only in 2.9.0, too rarely to tell from chance`],
};

export const patterns: PatternsView = {
	...noPatterns,
	summary: safe`1 pattern only in 2.9.0, 1 more often`,
	hasFindings: true,
	rows: [
		{
			kind: 'onlyCanary',
			canary: safe`38`,
			stable: safe`0`,
			pattern: safe`error payment timed out status=503 order=ord-<hex> upstream=gateway.pay:# after=#ms`,
			ratio: null,
			sample: line(texts[3] ?? ''),
		},
		{
			kind: 'moreInCanary',
			canary: safe`21`,
			stable: safe`40`,
			pattern: safe`warn slow request duration=#ms trace=<hex>`,
			ratio: safe`10× as often`,
			sample: safe`WARN slow request duration=720ms trace=5ab3ecb1cee1097c`,
		},
		{
			kind: 'atStart',
			canary: safe`2`,
			stable: safe`0`,
			pattern: safe`info configuration loaded source=/etc/app/config.yaml keys=#`,
			ratio: null,
			sample: safe`INFO configuration loaded source=/etc/app/config.yaml keys=42`,
		},
	],
};

export const logsView: LogsView = {
	header,
	name: safe`shop/checkout`,
	versions: safe`2.8.1 → 2.9.0`,
	intent: null,
	status: safe`10 of 10 pods · last 5 min, at most 800 lines each`,
	newerBelow: null,
	isFollowing: true,
	problems: [],
	patterns,
	arePatternsOpen: false,
	isWrapped: false,
	sections: [{title: null, lines: logLines, empty: null}],
	footer: footerOf('logs', {labels: {logsFollow: 'stop'}}),
};

/** Stable and canary, each by itself. */
export const apart: LogsView['sections'] = (['stable', 'canary'] as const).map(role => ({
	title: {text: role === 'stable' ? safe`2.8.1 stable` : safe`2.9.0 canary`, role},
	lines: logLines.filter(one => one.role === role).map(one => ({...one, mark: null})),
	empty: null,
}));
