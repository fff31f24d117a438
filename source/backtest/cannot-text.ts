import {assertNever} from '../domain/result.ts';
import {ident, line, type SafeText, safe} from '../domain/text/safe-text.ts';
import {formatTime} from '../domain/time.ts';
import type {CannotBacktest, NoVersions} from './report.ts';

/** Why nothing can be said of the past, in words that say what to do where something can be done. */
export function cannotText(because: CannotBacktest): SafeText {
	switch (because.kind) {
		case 'metrics':
			return because.error.message;
		case 'farApart':
			return safe`samples are ${Math.round(because.scrapeSeconds)} s apart, at most 60 s tell when harm began`;
		case 'gone':
			return safe`the release is not there: deleted, or not read yet`;
		case 'blueGreen':
			return safe`it is blue/green: all requests change over at once, and no version runs beside another`;
		case 'noService':
			return safe`no Service leads to it, so no requests are counted`;
		case 'noHistory':
			return safe`no requests to it since ${ident(formatTime(because.sinceMs))}: Prometheus may keep less, or name it otherwise`;
		case 'unresolved':
			return safe`the metrics name ${line(because.names.join(', '))}, which fits no Service of the cluster now: what it was then is not known`;
		case 'noVersions':
			return safe`the series of ${line(because.names.join(', '))} name no version: ${untoldText(because.because)}`;
		default:
			return assertNever(because);
	}
}

function untoldText(because: NoVersions): SafeText {
	switch (because.kind) {
		case 'limit':
			return because.text;
		case 'labels':
			return safe`in Istio the pods' label app.kubernetes.io/version does, else a Service each for stable and canary`;
		case 'services':
			return safe`a Service each for stable and canary would tell them apart`;
		default:
			return assertNever(because);
	}
}
