import {readdirSync} from 'node:fs';
import {expect, test} from 'vitest';
import type {Plan} from '../../source/domain/release/plan.ts';
import type {Verb} from '../../source/domain/release/verb.ts';
import {patchSteps, planOf, type Scene, sceneOf} from './operator.ts';

const underWay = 'promoteFull hold back:abort toRevision restart setImage';

/** The verbs that each recorded situation offers, and by which requests; all others are refused there. */
const offered: Readonly<Record<string, string>> = {
	'argo-canary/01-healthy': 'restart setImage',
	'argo-canary/02-paused-at-step-1': `promote ${underWay} jump`,
	'argo-canary/03-manually-paused':
		'promote:unpause promoteFull:unpause resume back:abort,unpause toRevision restart setImage jump',
	'argo-canary/04-timed-pause-20-percent': `promote ${underWay} jump`,
	'argo-canary/05-step-analysis-running': `${underWay} jump terminate`,
	'argo-canary/06-paused-at-50-after-analysis': `promote ${underWay} jump`,
	'argo-canary/07-aborted': 'toRevision retry restart setImage',
	'argo-canary/08-analysis-failed': 'toRevision retry restart setImage',
	'argo-canary/09-undone-to-stable': 'toRevision restart setImage',
	'argo-canary/10-canary-pods-crash-looping': underWay,
	'argo-canary/11-progress-deadline-exceeded': underWay,
	'argo-canary/12-paused-third-revision': `promote ${underWay} jump`,
	'argo-canary/13-aborted-while-manually-paused': 'resume toRevision retry restart setImage',
	'argo-canary/14-controller-not-running': 'back:undo',
	'argo-basic-canary/01-healthy': 'restart setImage',
	'argo-basic-canary/02-paused-at-20': `promote ${underWay} jump`,
	'argo-basic-canary/03-aborted-while-manually-paused': 'resume back:unpause toRevision retry restart setImage',
	'argo-basic-canary/04-aborted': 'toRevision retry restart setImage',
	'argo-bluegreen/01-healthy': 'restart setImage',
	'argo-bluegreen/02-preview-waits-for-promotion': 'promote hold back:abort toRevision restart setImage',
	'argo-bluegreen/03-cut-over-old-still-running': 'back:undo toRevision restart setImage',
	'argo-bluegreen/04-post-promotion-analysis': 'promoteFull hold back:undo toRevision restart setImage terminate',
	'argo-dynamic-scale/01-aborted-at-60': 'back:undo toRevision retry restart setImage',
	'argo-bluegreen/05-aborted-after-cutover-unready': 'back:undo toRevision retry restart setImage',
};

const undo = ['rollouts: replace /spec/template'];
const unpause = ['rollouts: replace /spec/paused'];
const abort = ['rollouts/status: add /status/abort'];
const promote = ['rollouts/status: remove /status/pauseConditions'];
const promoteFull = ['rollouts/status: add /status/promoteFull'];

/** What each request writes after its tests, and where. */
const requests: Readonly<Record<string, readonly string[]>> = {
	promote,
	'promote:unpause': [...promote, ...unpause],
	promoteFull,
	'promoteFull:unpause': [...promoteFull, ...unpause],
	hold: ['rollouts: add /spec/paused'],
	resume: unpause,
	'back:abort': abort,
	'back:abort,unpause': [...abort, ...unpause],
	'back:unpause': unpause,
	'back:undo': undo,
	toRevision: undo,
	retry: ['rollouts/status: replace /status/abort'],
	restart: ['rollouts: add /spec/restartAt'],
	setImage: ['rollouts: replace /spec/template/spec/containers/0/image'],
	jump: ['rollouts/status: add /status/pauseConditions, add /status/controllerPause, replace /status/currentStepIndex'],
	terminate: ['analysisruns: add /spec/terminate'],
};

test.each(Object.entries(offered))('%s offers %s', (situation, verbs) => {
	const scene = sceneOf(situation);
	const planned = (Object.keys(scene.backend.operations) as Verb[]).flatMap(verb => {
		const plan = planOf(scene, verb, answersOf(scene, verb));
		return plan.ok ? [[verb, written(plan.value)]] : [];
	});
	const expected = verbs.split(' ').map(verb => [verb.split(':')[0], requests[verb]]);
	expect(planned).toEqual(expected);
});

test('the table above has every recorded situation of Argo Rollouts', () => {
	const folder = new URL('../fixtures/cluster/', import.meta.url);
	const names = readdirSync(folder)
		.filter(name => name.startsWith('argo-'))
		.flatMap(name => readdirSync(new URL(`${name}/`, folder)).map(file => `${name}/${file.replace('.json', '')}`));
	expect(names.toSorted()).toEqual(Object.keys(offered).toSorted());
});

/** Answers each question with its last option, and with an image where one is typed. */
function answersOf({backend, release}: Scene, verb: Verb): readonly string[] {
	const operation = backend.operations[verb];
	const answers: string[] = [];
	for (;;) {
		const question = operation?.can(release, answers).ok ? operation.ask?.(release, answers) : null;
		if (!question) return answers;
		answers.push(question.options.at(-1)?.value ?? 'registry.example/app:9.9.9');
	}
}

function written(plan: Plan): readonly string[] {
	return patchSteps(plan).map(({ref, subresource, patch}) => {
		const changes = patch.filter(({op}) => op !== 'test').map(({op, path}) => `${op} ${path}`);
		return `${ref.kindId.split('.')[0]}${subresource === null ? '' : `/${subresource}`}: ${changes.join(', ')}`;
	});
}
