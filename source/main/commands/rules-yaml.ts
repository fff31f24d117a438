import {Document} from 'yaml';
import type {Mesh} from '../../meshes/contract.ts';
import {type RecordingRule, recordingRules} from '../../meshes/rules/recording-rules.ts';
import {durationText} from '../../meshes/rules/rule-names.ts';
import type {RulesArguments} from '../command-line/rules-arguments.ts';

export interface RulesWanted extends RulesArguments {
	readonly meshes: readonly Mesh[];
}

/** How often the rules are evaluated in the time of their window: as often as samples come. */
const evaluationsPerWindow = 4;

/** The recording rules of these meshes, a group for each that has some. */
export function rulesYaml({meshes, windowSeconds, labels, form}: RulesWanted): string {
	const groups = meshes.flatMap(mesh => {
		// What is handed on more seldom than it is scraped has no steady rates over less.
		const seconds = Math.max(windowSeconds, mesh.leastWindowSeconds ?? 0);
		const interval = durationText(Math.max(1, Math.floor(seconds / evaluationsPerWindow)));
		const rules = recordingRules(mesh, seconds, labels);
		return rules.length === 0 ? [] : [{name: `perch-${mesh.id}`, interval, rules}];
	});
	const text = documentText(form === 'yaml' ? {groups} : prometheusRule({groups}));
	return [...comments(windowSeconds), text].join('\n');
}

function comments(windowSeconds: number): readonly string[] {
	return [
		`# Recording rules for perch: rates over ${durationText(windowSeconds)}, for samples every ${windowSeconds / evaluationsPerWindow} s.`,
		'# Keep the groups of what this Prometheus has metrics of. perch finds the rules by their names, and reads by',
		'# them while they are evaluated; without them it reads the series themselves.',
	];
}

function prometheusRule(spec: {readonly groups: readonly {readonly rules: readonly RecordingRule[]}[]}) {
	return {
		apiVersion: 'monitoring.coreos.com/v1',
		kind: 'PrometheusRule',
		// The operator reads those with the labels of its ruleSelector.
		metadata: {name: 'perch'},
		spec,
	};
}

function documentText(value: unknown): string {
	return new Document(value, {aliasDuplicateObjects: false}).toString({lineWidth: 0}).trimEnd();
}
