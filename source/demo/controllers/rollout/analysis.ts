import {controlledBy} from '../owned.ts';
import {isAborted, type Pass, revisionOf, tell, wantedHash} from './pass.ts';
import {
	type AnalysisRun,
	type AnalysisRunRef,
	type AnalysisSpec,
	hashLabel,
	revisionAnnotation,
} from './rollout-types.ts';

/** The purposes of a run, each with its label, its name in events, and the words for its failure. */
export const analysisKinds = {
	step: {label: 'Step', title: 'Step Analysis Run', failure: 'Step-based'},
	pre: {label: 'PrePromotion', title: 'PrePromotion Analysis Run', failure: 'Pre-promotion'},
	post: {label: 'PostPromotion', title: 'PostPromotion Analysis Run', failure: 'Post-promotion'},
} as const;

/** Continues the run that `before` names, or creates one; returns the reference for the status. Aborts the rollout
 * when the run failed. */
export function reconcileAnalysis(
	pass: Pass,
	kind: keyof typeof analysisKinds,
	spec: AnalysisSpec,
	before: AnalysisRunRef | undefined,
	stepIndex?: number,
): AnalysisRunRef {
	const {label, title, failure} = analysisKinds[kind];
	const run = pass.input.analysisRuns.find(({metadata}) => metadata.name === before?.name);
	if (run === undefined)
		return createRun(pass, label, stepIndex === undefined ? kind : String(stepIndex), spec, stepIndex);
	const ref = refOf(run);
	if (ref.status !== before?.status && ref.status !== '') {
		const isBad = ref.status === 'Failed' || ref.status === 'Error';
		const change = `Status New: '${ref.status}' Previous: '${before?.status ?? ''}'`;
		tell(pass, `AnalysisRun${ref.status}`, `${title} '${ref.name}' ${change}`, isBad ? 'Warning' : 'Normal');
	}
	if ((ref.status === 'Failed' || ref.status === 'Error') && !isAborted(pass)) {
		const abortMessage = `${failure} analysis phase error/failed: ${ref.message ?? ''}`;
		pass.pause = {...pass.pause, abortMessage};
	}
	if (ref.status === 'Inconclusive') pass.pause = {...pass.pause, add: 'InconclusiveAnalysisRun'};
	return ref;
}

/** Ends a run that is no longer needed, and returns its state. */
export function cancelAnalysis(pass: Pass, before: AnalysisRunRef | undefined): AnalysisRunRef | undefined {
	const run = pass.input.analysisRuns.find(({metadata}) => metadata.name === before?.name);
	if (run === undefined) return before;
	if (run.spec.terminate !== true && !isDone(refOf(run))) {
		const object = {...run, spec: {...run.spec, terminate: true}};
		pass.writes.push({kind: 'replace', resource: 'analysisruns.argoproj.io', object});
	}
	return refOf(run);
}

export function isDone({status}: AnalysisRunRef): boolean {
	return status !== '' && status !== 'Pending' && status !== 'Running';
}

function refOf({metadata, status}: AnalysisRun): AnalysisRunRef {
	const {phase = '', message} = status ?? {};
	return {name: metadata.name, status: phase, ...(message === undefined ? {} : {message})};
}

function createRun(
	pass: Pass,
	label: string,
	suffix: string,
	{templates = [], args}: AnalysisSpec,
	stepIndex: number | undefined,
): AnalysisRunRef {
	const {rollout, input} = pass;
	const hash = wantedHash(pass);
	const revision = String(revisionOf(pass.newRS));
	const base = `${rollout.metadata.name}-${hash}-${revision}-${suffix}`;
	const taken = new Set(input.analysisRuns.map(({metadata}) => metadata.name));
	let name = base;
	for (let again = 1; taken.has(name); again += 1) name = `${base}.${again}`;
	const object: AnalysisRun = {
		apiVersion: 'argoproj.io/v1alpha1',
		kind: 'AnalysisRun',
		metadata: {
			name,
			...(rollout.metadata.namespace === undefined ? {} : {namespace: rollout.metadata.namespace}),
			labels: {
				...rollout.spec.selector.matchLabels,
				'rollout-type': label,
				[hashLabel]: hash,
				...(stepIndex === undefined ? {} : {'step-index': String(stepIndex)}),
			},
			annotations: {[revisionAnnotation]: revision},
			ownerReferences: [controlledBy(rollout)],
		},
		spec: {
			...(args === undefined ? {} : {args}),
			metrics: templates.flatMap(({templateName}) => input.analysisMetrics.get(templateName) ?? []),
		},
		status: {phase: '', runSummary: {}},
	};
	pass.writes.push({kind: 'create', resource: 'analysisruns.argoproj.io', object});
	return {name, status: ''};
}
