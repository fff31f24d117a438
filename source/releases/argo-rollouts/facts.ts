import type {Fact} from '../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {formatTime} from '../../domain/time.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import type {PauseCondition} from '../../kinds/argo-rollouts/rollout-status.ts';
import {templateTag} from '../common/revision-of.ts';
import {hasCanary, invalidField, isSpecSeen} from './situation.ts';
import {percentOf} from './weights.ts';

type FactLabel =
	| 'spec'
	| 'refused'
	| 'template in'
	| 'current'
	| 'stable'
	| 'step'
	| 'weight'
	| 'active'
	| 'measured'
	| 'pause'
	| 'analysis'
	| 'experiment'
	| 'stable scale'
	| 'held by hand'
	| 'aborted'
	| 'promoting fully'
	| 'restart';

/**
 * The facts that the operator decides on. They come from the Rollout alone: another object that arrives late
 * must not look like a change of the Rollout.
 */
export function factsOf(rollout: RolloutObject): readonly Fact[] {
	const {status, canary, workload} = rollout;
	const steps = canary?.steps.length ?? 0;
	const facts: readonly (readonly [FactLabel, SafeText | null])[] = [
		[
			'spec',
			safe`${templateTag(rollout.template, null) ?? safe`elsewhere`}, ${isSpecSeen(rollout) ? safe`seen` : safe`not seen`}`,
		],
		['refused', invalidField(rollout)],
		['template in', workload && safe`${workload.kind}/${workload.name}`],
		['current', status.currentHash ?? safe`none`],
		['stable', status.stableHash ?? safe`none`],
		['step', steps > 0 ? safe`${status.stepIndex ?? 0}/${steps}` : null],
		['weight', weightText(rollout)],
		['active', rollout.blueGreen && (status.activeHash ?? safe`none`)],
		['measured', rollout.blueGreen && yesNo(rollout.blueGreen.hasAnalysis)],
		['pause', pausesText(status.pauseConditions)],
		['analysis', status.analysisRuns.step?.status ?? null],
		['experiment', status.experiment],
		['stable scale', canary?.isStableScaleDynamic ? safe`dynamic` : null],
		['held by hand', yesNo(rollout.isPaused)],
		['aborted', yesNo(status.abort)],
		['promoting fully', yesNo(status.promoteFull)],
		['restart', rollout.restartAtMs === null ? null : restartText(rollout.restartAtMs, status.restartedAtMs)],
	];
	return facts.flatMap(([label, value]) => {
		if (value === null) return [];
		return [{label: ident(label), value, ...(ownPace.has(label) ? {isTowardCanaryOnly: true} : {})}];
	});
}

/**
 * Once a version is fully promoted Argo writes 0 for the canary. A plain 0% would look as if traffic had gone
 * back.
 */
function weightText(rollout: RolloutObject): SafeText | null {
	const {writtenWeight, stableHash} = rollout.status;
	if (writtenWeight === null) return null;
	if (hasCanary(rollout) || stableHash === null) return safe`${percentOf(rollout, writtenWeight)}%`;
	return safe`all on ${templateTag(rollout.template, null) ?? stableHash}`;
}

/** Measurements begin and end by themselves while a dialog is open. */
const ownPace: ReadonlySet<FactLabel> = new Set(['analysis', 'experiment']);

/** A pause for a person and a pause by an analysis can hold at the same time. */
export function pausesText(pauses: readonly PauseCondition[]): SafeText {
	const [first, ...others] = pauses.map(({reason, startedAtMs}) => pauseText(reason, startedAtMs));
	return others.reduce((text, other) => safe`${text}, ${other}`, first ?? safe`none`);
}

function pauseText(reason: SafeText | null, startedAtMs: number | null): SafeText {
	const since = startedAtMs === null ? safe`` : safe` since ${ident(formatTime(startedAtMs))}`;
	return safe`${reason ?? safe`paused`}${since}`;
}

function restartText(askedMs: number, doneMs: number | null): SafeText {
	return safe`${ident(formatTime(askedMs))}, ${askedMs === doneMs ? safe`done` : safe`under way`}`;
}

function yesNo(isSo: boolean): SafeText {
	return isSo ? safe`yes` : safe`no`;
}
