import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {StepView} from '../../engine/screens/release/release.ts';
import {type Line, lineCells, type Span, span} from '../lines/line.ts';
import {widestFacts} from './release-comparison.ts';

/** The steps of a release after their label. If they do not fit, the current one stays and `…` marks the cut ends. */
export function stepsLine(label: SafeText, steps: readonly StepView[], columns: number): Line {
	const room = Math.min(columns, widestFacts) - label.length - 1;
	const spans = steps.map(stepSpan);
	const current = Math.max(
		0,
		steps.findIndex(step => step.state === 'current'),
	);
	let from = 0;
	let to = spans.length;
	while (lineCells(joined(spans, from, to)) > room && to - from > 1) {
		// Leave out done steps first; keep one of them for orientation.
		if (from < current - 1 || to === current + 1) from++;
		else to--;
	}
	return [span(label, 'dim'), ...joined(spans, from, to)];
}

function stepSpan({label, state}: StepView): Span {
	switch (state) {
		case 'done':
			return span(safe`✔${label}`, 'good');
		case 'current':
			return span(safe`▶ ${label}`, 'moving');
		case 'ahead':
			return span(label);
	}
}

function joined(spans: readonly Span[], from: number, to: number): Line {
	const shown = spans
		.slice(from, to)
		.flatMap((part, index) => (index === 0 ? [part] : [span(part.meaning === 'text' ? safe`  ` : safe` `), part]));
	return [
		...(from > 0 ? [span(safe`… `, 'dim')] : []),
		...shown,
		...(to < spans.length ? [span(safe` …`, 'dim')] : []),
	];
}
