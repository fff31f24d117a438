import type {JsonObject, KindId, ObjectRef} from '../../domain/cluster/kube-object.ts';
import type {DeleteStep, JsonPatchOperation, Plan, PlanStep} from '../../domain/release/plan.ts';
import {allOk, assertNever, err, ok, type Result} from '../../domain/result.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {asciiJson, shellCommand} from '../../domain/text/shell-command.ts';
import type {Settings} from '../../ports/settings.ts';
import {type EngineContext, kindById} from '../world/context.ts';
import {isMasked} from './mask.ts';

/** Where kubectl finds the cluster: `--context prod`, unquoted. */
type Reach = Pick<Settings, 'kubectl'>;

/** `kubectl --context prod -n shop get rollouts.argoproj.io checkout -o yaml`. The error says why there is none. */
export function kubectlGet(reach: Reach, {kindId, namespace, name}: ObjectRef): Result<SafeText, SafeText> {
	return command([...kubectl(reach, namespace), 'get', kindId, name, '-o', 'yaml']);
}

/** The requests of a plan as commands for a POSIX shell, one a line and in order. They hold perch's own
 * preconditions, so that they fail where the object has moved. For a wait the shell says what to wait for. */
export function kubectlOf(context: EngineContext, reach: Reach, plan: Plan): Result<SafeText, SafeText> {
	const cleanup = plan.cleanup ?? [];
	const lines = allOk([
		...plan.steps.map(step => stepCommand(context, reach, step)),
		...(cleanup.length > 0 ? [note('at the end, whatever became of the steps:')] : []),
		...cleanup.map(step => stepCommand(context, reach, step)),
	]);
	return lines.ok ? ok(lines.value.join('\n') as SafeText) : lines;
}

function stepCommand(context: EngineContext, reach: Reach, step: PlanStep): Result<SafeText, SafeText> {
	switch (step.kind) {
		case 'patch': {
			const {ref, subresource, patch} = step;
			if (patch.some(isPrivate))
				return err(
					safe`not copied: the request holds private values, such as those of env, args or annotations; the dialog shows it without them`,
				);
			return command([
				...kubectl(reach, ref.namespace),
				'patch',
				ref.kindId,
				ref.name,
				...(subresource ? [`--subresource=${subresource}`] : []),
				'--type=json',
				'-p',
				asciiJson(patch),
			]);
		}
		case 'post':
			return piped(step.body, [...kubectl(reach), 'create', '--raw', step.path, '-f', '-']);
		case 'delete': {
			const path = pathOf(context, step);
			if (path === null) return err(safe`not copied: the kind of what is to be deleted is not known`);
			// kubectl delete by name has no precondition: it would take another object of the same name.
			const body = {apiVersion: 'v1', kind: 'DeleteOptions', preconditions: {uid: step.uid}};
			return piped(body, [...kubectl(reach), 'delete', '--raw', path, '-f', '-']);
		}
		case 'await':
			return note(`wait: ${step.label}`);
		default:
			return assertNever(step);
	}
}

/** A comment would be an error where zsh reads it from the keyboard. */
function note(text: string): Result<SafeText, SafeText> {
	return command(['echo', text]);
}

function piped(body: JsonObject, words: readonly string[]): Result<SafeText, SafeText> {
	const commands = allOk([command(['printf', '%s', asciiJson(body)]), command(words)]);
	return commands.ok ? ok(commands.value.join(' | ') as SafeText) : commands;
}

function command(words: readonly string[]): Result<SafeText, SafeText> {
	const shown = shellCommand(words);
	return shown.ok ? shown : err(safe`not copied: ${shown.error} holds characters that nobody sees`);
}

function kubectl({kubectl: reach = []}: Reach, namespace: string | null = null): readonly string[] {
	return ['kubectl', ...reach, ...(namespace === null ? [] : ['-n', namespace])];
}

function pathOf(context: EngineContext, {ref}: DeleteStep): string | null {
	const kind = kindById(context, ref.kindId satisfies KindId);
	const [version] = kind?.versions ?? [];
	if (!kind || version === undefined) return null;
	const root = kind.group === '' ? `/api/${version}` : `/apis/${kind.group}/${version}`;
	return `${root}/namespaces/${ref.namespace}/${kind.resource}/${ref.name}`;
}

/** Whether the dialog masks a part of the operation, but for annotations by which controllers count revisions and
 * restarts: these hold nothing of the operator's. */
function isPrivate(operation: JsonPatchOperation): boolean {
	return isMasked(operation) && !/\/annotations\/(deployment|kubectl)\.kubernetes\.io~1\w+$/.test(operation.path);
}
