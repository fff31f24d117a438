import {block, ident, line, safe} from '../../../source/domain/safe-text.ts';
import type {ProveView} from '../../../source/engine/screens/prove.ts';
import {compared, errors, extraFailures, instants, ofLinkerd, p95} from '../views/prove.ts';
import {down, frozen, loading, noSeries, noTraffic, notMeasured, tooFew, whichMesh} from '../views/prove-states.ts';
import type {FrameCase} from './cases.ts';

function proveCase(name: string, view: ProveView): FrameCase {
	return {name: `prove-${name}`, screen: {kind: 'prove', view}};
}

const longQuery = `sum(rate(x{name=~"${Array.from({length: 40}, (_, at) => `service-number-${at}`).join('|')}"}[60s]))`;

export const proveCases: readonly FrameCase[] = [
	proveCase('compared', compared),
	proveCase('extra-failures', extraFailures),
	proveCase('errors', errors),
	proveCase('errors-scrolled', {...errors, offset: 10}),
	proveCase('errors-past-the-end', {...errors, offset: 10_000}),
	proveCase('p95', p95),
	proveCase('too-few', tooFew),
	proveCase('instants', instants),
	proveCase('linkerd', ofLinkerd),
	proveCase('loading', loading),
	proveCase('not-measured', notMeasured),
	proveCase('no-series', noSeries),
	proveCase('no-traffic', noTraffic),
	proveCase('which-mesh', whichMesh),
	proveCase('prometheus-down', down),
	proveCase('frozen', frozen),
	proveCase('gone', {...errors, rows: [], empty: safe`no services in shop — try -A for all namespaces`}),
	proveCase('sent', {
		...compared,
		intent: {
			progress: {tone: 'moving', text: safe`11:34:01 BACK TO 2.8.1: accepted · 0 % configured`},
			recovery: {tone: 'good', text: safe`RECOVERED after 9s`},
		},
	}),
	proveCase('hostile', {
		...errors,
		name: ident('shop/\u001b]0;x\u0007'),
		rows: errors.rows.map(row => ({...row, label: line('日本語 \u001b[31m🚨 a very long version indeed 2.9.0-rc.1')})),
		proof: {
			...errors.proof,
			problem: line('日本語 \u001b[31m🚨'),
			asked: errors.proof.asked && {
				...errors.proof.asked,
				queries: [{mesh: 'istio', promql: block(`${longQuery} or 日本語{a="\u001b[31m"}`)}],
			},
		},
	}),
];
