import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {StepView} from '../../engine/screens/release.ts';
import {type Line, lineCells, type Span, span, spread} from '../lines/line.ts';
import {widestFacts} from './release-comparison.ts';

/** The steps as the controller counts them. If they do not fit, the current one stays and `…` marks the cut ends. */
export function stepsLine(steps: readonly StepView[], count: SafeText, columns: number): Line {
	const right: Line = [span(safe` ${count}`, 'dim')];
	const width = Math.min(columns, widestFacts);
	const room = width - labelCells - lineCells(right) - 1;
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
	return spread([span(safe` step   `, 'dim'), ...joined(spans, from, to)], right, width);
}

const labelCells = 8;

function stepSpan({label, state}: StepView): Span {
	switch (state) {
		case 'done':
			return span(safe`✔${label}`, 'good');
		case 'current':
			return span(safe`▶${label}`, 'moving');
		case 'ahead':
			return span(label);
	}
}

function joined(spans: readonly Span[], from: number, to: number): Line {
	const shown = spans.slice(from, to).flatMap((part, index) => (index === 0 ? [part] : [span(safe` `), part]));
	return [
		...(from > 0 ? [span(safe`… `, 'dim')] : []),
		...shown,
		...(to < spans.length ? [span(safe` …`, 'dim')] : []),
	];
}
