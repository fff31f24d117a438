import {readdirSync} from 'node:fs';
import type {Plan, PlanStep} from '../../source/domain/release/plan.ts';
import {type Verb, verbs} from '../../source/domain/release/verb.ts';
import {requestOf} from '../../source/engine/intents/intents.ts';
import {stepText} from '../../source/engine/intents/send/progress.ts';
import {bindingOf} from '../../source/engine/keys/input/keymap.ts';
import {withKeys} from '../../source/engine/screens/verb-keys.ts';
import type {Permission, ReleaseBackend} from '../../source/releases/contract.ts';
import {releaseBackends} from '../../source/releases/registry.ts';
import {handTrimmed} from '../engine/support/hand-trimmed.ts';
import {planOf, requestsOf, type Scene, sceneOf} from '../releases/operator.ts';
import {readSituation} from '../releases/situation.ts';

const folder = new URL('../fixtures/cluster/', import.meta.url);

/** `docs/backends.md` with the text between the two marks of each backend generated anew. */
export function withGeneratedParts(text: string): string {
	const scenes = recordedScenes();
	return releaseBackends.reduce((so, backend: ReleaseBackend) => {
		const [open, close] = [`<!-- generated: ${backend.id} -->`, `<!-- end: ${backend.id} -->`];
		const [before, rest] = so.split(open);
		const after = rest?.split(close)[1];
		if (before === undefined || after === undefined) throw new Error(`docs/backends.md has no ${open} … ${close}`);
		const own = scenes.filter(({scene}) => scene.backend.id === backend.id);
		return `${before}${open}\n\n${generated(backend, own)}\n${close}${after}`;
	}, text);
}

interface Recorded {
	readonly text: string;
	readonly scene: Scene;
}

/** The recorded situations, and last those with a field changed by a test, for verbs that no recording offers. */
function recordedScenes(): readonly Recorded[] {
	const changed = Object.entries(handTrimmed).map(([text, scene]) => ({
		text: `${text} (a recording with that changed)`,
		scene,
	}));
	const recorded = readdirSync(folder).flatMap(name =>
		readdirSync(new URL(`${name}/`, folder)).map(file => {
			const path = `${name}/${file.replace('.json', '')}`;
			return {text: readSituation(path).text, scene: sceneOf(path)};
		}),
	);
	return [...recorded, ...changed];
}

function generated(backend: ReleaseBackend, scenes: readonly Recorded[]): string {
	const verbs = Object.keys(backend.operations) as Verb[];
	const unsupported = Object.entries(backend.unsupported).map(
		([verb, reason]) => `- ${keyed(verb as Verb)}: ${withKeys(reason)}`,
	);
	return [
		`Reads ${backend.kinds.map(({id}) => `\`${id}\``).join(', ')}.`,
		`Needs, for its verbs: ${[...new Set(backend.permissions.map(permissionText))].join(', ')}.`,
		...verbs.map(verb => verbText(verb, scenes)),
		...(unsupported.length === 0 ? [] : [`Not supported here, because:\n\n${unsupported.join('\n')}`]),
	]
		.map(part => `${part}\n`)
		.join('\n');
}

function verbText(verb: Verb, scenes: readonly Recorded[]): string {
	const found = firstPlan(verb, scenes);
	const title = `#### ${keyed(verb)}`;
	if (!found) return `${title}\n\nNo recorded situation offers it; see the tests.`;
	const {plan, text} = found;
	const where = plan.direction === 'towardStable' ? 'toward stable' : 'toward the canary';
	return [
		`${title}\n`,
		`${plan.headline}: ${plan.means} (${where}). As planned for: ${text}\n`,
		'```text',
		...plan.steps.flatMap(stepLines),
		...(plan.cleanup ?? []).flatMap(step => ['# at the end, whatever became of it', ...stepLines(step)]),
		'```',
		...[...plan.effects, ...plan.caveats].map(line => `- ${withKeys(line)}`),
	].join('\n');
}

/** The first recorded situation in which the verb has a plan; one with a release under way is the better example. */
function firstPlan(verb: Verb, scenes: readonly Recorded[]): {readonly plan: Plan; readonly text: string} | null {
	const order = scenes.toSorted((a, b) => rank(a) - rank(b));
	for (const {scene, text} of order) {
		for (const request of requestsOf(scene).filter(candidate => candidate.verb === verb)) {
			const plan = planOf(scene, verb, request.answers);
			if (plan.ok) return {plan: plan.value, text};
		}
	}
	return null;
}

function rank({scene}: Recorded): number {
	return scene.release.canary === null ? 1 : 0;
}

function stepLines(step: PlanStep): readonly string[] {
	if (step.kind === 'await') return [`WAIT until ${stepText(step)}, ${step.deadlineSeconds} s at most`];
	const request = requestOf(step);
	if (!request) return [];
	const body = Array.isArray(request.body) ? request.body : [request.body];
	return [request.path, ...body.map(operation => `  ${shortened(JSON.stringify(operation))}`)];
}

/** Shortens a long value: the beginning of a template says enough. */
function shortened(text: string): string {
	return text.length > 160 ? `${text.slice(0, 150)} … }` : text;
}

function keyed(verb: Verb): string {
	const binding = bindingOf(verb);
	return binding
		? `\`${binding.keys[0]}\` ${verbs[verb].heading.toLowerCase()}`
		: `\`:\` ${verbs[verb].heading.toLowerCase()}`;
}

function permissionText({verb, kindId, subresource, role}: Permission): string {
	return `\`${verb} ${kindId}${subresource === null ? '' : `/${subresource}`}\`${role === 'optIn' ? ' (opt-in)' : ''}`;
}
