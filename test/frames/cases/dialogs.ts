import {safe} from '../../../source/domain/text/safe-text.ts';
import type {WriteError} from '../../../source/ports/cluster.ts';
import type {Desk, DeskOptions} from '../../engine/support/desk.ts';
import {confirmTowardCanary, confirmTowardStable} from '../../engine/support/recorded.ts';
import {windows} from '../../engine/support/verdicts.ts';
import {type FrameCase, frameCase} from './cases.ts';
import {calls, paused, releaseDesk} from './releases.ts';

const denied: WriteError = {
	kind: 'denied',
	status: 403,
	message: safe`forbidden`,
	missing: safe`patch rollouts.argoproj.io/status`,
};

const noPreview: WriteError = {kind: 'previewUnavailable', message: safe`a webhook has side effects`};

/** A dialog over an open release, after these keys. */
function dialog(keys: readonly string[], world: DeskOptions['world'] = {}, situation = paused): Desk {
	const desk = releaseDesk(situation, calls(), world && {world});
	desk.advance(windows(2));
	for (const key of keys) {
		desk.press(key);
		desk.advance(1_000);
	}
	return desk;
}

export const dialogCases: readonly FrameCase[] = [
	...(['back', 'promote'] as const).map(name =>
		frameCase(`${name}-loading`, () =>
			dialog([name === 'back' ? 'x' : 'p'], {latencyMs: ({kind}) => (kind === 'readLive' ? 'never' : 5)}),
		),
	),
	frameCase('dialog-no-preview', () => dialog(['p'], {dryRun: () => noPreview})),
	frameCase('dialog-denied', () => dialog(['x'], {dryRun: () => denied})),
	frameCase('dialog-it-moved', moved),
	frameCase('dialog-request', () => dialog(['p', 'd'])),
	frameCase('dialog-hold', () => dialog(['h'])),
	frameCase('dialog-one-choice-off', () => dialog(['p'], {}, 'argo-canary/05-step-analysis-running')),
	frameCase('dialog-revisions', () => dialog(['b'], {}, 'argo-canary/12-paused-third-revision')),
	frameCase('dialog-weight', () => dialog(['w'], {}, 'routes/istio')),
	frameCase('dialog-typed', typed),
	frameCase('dialog-refused', refused),
	frameCase('dialog-sending', () => sending('send')),
	frameCase('dialog-recording', () => sending('record')),
	frameCase('dialog-flagger', () => dialog(['x'], {}, 'flagger/04-waiting-promotion')),
];

function moved(): Desk {
	const desk = dialog([]);
	desk.world.isWatchAlive = false;
	desk.server.mutate('Rollout', 'checkout', [{op: 'replace', path: '/status/currentStepIndex', value: 2}]);
	desk.press('x');
	desk.advance(1_000);
	return desk;
}

function typed(): Desk {
	const desk = dialog(['p']);
	desk.press('right', 'tab');
	desk.type('prod-eu');
	return desk;
}

function refused(): Desk {
	const desk = dialog(['x'], {send: () => ({kind: 'refused', error: denied})});
	confirmTowardStable(desk);
	desk.advance(2_000);
	return desk;
}

/** Confirmed, and no answer yet. */
function sending(what: 'send' | 'record'): Desk {
	const desk = dialog(['p'], {latencyMs: ({kind}) => (kind === what ? 'never' : 5)});
	confirmTowardCanary(desk);
	desk.advance(2_000);
	return desk;
}
