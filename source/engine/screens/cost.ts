import {line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {durationText} from '../../meshes/rules/rule-names.ts';
import {rulesOf} from '../questions/poll.ts';
import {pollSeconds} from '../questions/poll-seconds.ts';
import type {RulesUnused} from '../state/metrics-state.ts';
import type {State} from '../state/state.ts';

/** What the figures cost the Prometheus that is asked, and whether recording rules answer. */
export function costText(state: State): SafeText {
	const {source, spending} = state.metrics;
	const [first] = spending;
	const last = spending.at(-1);
	if (!source || !first || !last || first === last) return safe`COST: not known before two polls`;
	const polls = spending.length - 1;
	const each = (of: 'queries' | 'bytes' | 'samples') => (last[of] - first[of]) / polls;
	return safe`COST a poll: ${countText(each('queries'))} queries · ${bytesText(each('bytes'))} · ${countText(each('samples'))} samples · ${tookText(last.tookMs)} · every ${Math.round(pollSeconds(state))} s · ${pathText(state)}`;
}

function pathText({metrics}: State): SafeText {
	const rules = rulesOf(metrics);
	if (rules && rules.inUse.length > 0) return safe`by rules of ${line(rules.inUse.join(', '))}`;
	const [unused] = rules?.unused ?? [];
	return unused ? safe`without the rules ${unusedText(unused)}` : safe`no rules`;
}

function unusedText({mesh, because, windowSeconds, ageSeconds}: RulesUnused): SafeText {
	const rules = safe`of ${line(mesh)} over ${line(durationText(windowSeconds))}`;
	switch (because) {
		case 'window':
			return safe`${rules}: their window does not suit the scrapes`;
		case 'stale':
			return ageSeconds === null
				? safe`${rules}: not evaluated now`
				: safe`${rules}: last evaluated ${Math.round(ageSeconds)} s ago`;
		case 'few':
			return safe`${rules}: just begun, or seldom evaluated`;
		case 'form':
			return safe`${rules}: another version of perch printed them; print them anew`;
		case 'copies':
			return safe`${rules}: they add up copies of one series`;
		case 'unanswered':
			return safe`${rules}: whether they are evaluated is not known`;
	}
}

function countText(count: number): SafeText {
	return count < 10 ? line(count.toFixed(1)) : line(Math.round(count).toLocaleString('en'));
}

/** Of the answers as they are read: on their way they may be packed. */
function bytesText(bytes: number): SafeText {
	return bytes < 1e6 ? safe`${Math.round(bytes / 1e3)} kB` : safe`${line((bytes / 1e6).toFixed(1))} MB`;
}

function tookText(ms: number): SafeText {
	return safe`${line((ms / 1000).toFixed(ms < 10_000 ? 1 : 0))} s`;
}
