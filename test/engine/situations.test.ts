import {readdirSync} from 'node:fs';
import {expect, test} from 'vitest';
import {deskOn} from './support/recorded.ts';
import {served} from './support/session.ts';

const folder = new URL('../fixtures/cluster/', import.meta.url);
const situations = readdirSync(folder).flatMap(kind =>
	readdirSync(new URL(`${kind}/`, folder)).map(file => `${kind}/${file.replace('.json', '')}`),
);

/** What the operator decides by: the word and its tone, what comes by itself, what going back would do. */
const decisive: readonly (readonly [situation: string, state: RegExp, tone: string, next: RegExp, back: RegExp])[] = [
	['argo-canary/01-healthy', /^stable/, 'quiet', /^nothing: no release/, /^no release is under way: 2.8.1/],
	[
		'argo-canary/02-paused-at-step-1',
		/^PAUSED \d+s$/,
		'warning',
		/paused at step 1 of 7, waiting for you, /,
		/^2.8.1 by argo abort · 4\/4 pods ready/,
	],
	[
		'argo-canary/03-manually-paused',
		/^HELD$/,
		'warning',
		/held by hand, and by the pause of its step$/,
		/^2.8.1 by argo abort, then unpause/,
	],
	[
		'argo-canary/04-timed-pause-20-percent',
		/^PAUSED 9s$/,
		'moving',
		/^in 9s: goes on to analysis$/,
		/^2.8.1 by argo abort/,
	],
	[
		'argo-canary/05-step-analysis-running',
		/^ANALYSIS/,
		'moving',
		/^analysis success-rate 2 of 3 measured: passes → 50%, fails → abort$/,
		/^2.8.1 by argo abort/,
	],
	[
		'argo-canary/06-paused-at-50-after-analysis',
		/^PAUSED \d+s$/,
		'warning',
		/waiting for you, /,
		/^2.8.1 by argo abort/,
	],
	[
		'argo-canary/07-aborted',
		/^ABORTED/,
		'warning',
		/^in 20s: the pods of 2.9.0 stop; the spec still says 2.9.0$/,
		/^already back on 2.8.1/,
	],
	[
		'argo-canary/08-analysis-failed',
		/^ABORTED: .*Metric "success-rate" assessed Failed/,
		'warning',
		/the spec still says 2.9.0$/,
		/^already back on 2.8.1/,
	],
	[
		'argo-canary/09-undone-to-stable',
		/^stable/,
		'quiet',
		/^in 5s: the pods of 2.9.0 stop$/,
		/^no release is under way/,
	],
	[
		'argo-canary/10-canary-pods-crash-looping',
		/^FAILED: the new pods do not start/,
		'critical',
		/0 of 1 are; Argo gives up at 07:14:03$/,
		/^2.8.1 by argo abort/,
	],
	[
		'argo-canary/11-progress-deadline-exceeded',
		/^FAILED: ProgressDeadlineExceeded/,
		'critical',
		/^nothing by itself: Argo has given up waiting$/,
		/^2.8.1 by argo abort/,
	],
	['argo-canary/12-paused-third-revision', /^PAUSED/, 'warning', /waiting for you, /, /^2.8.1 by argo abort/],
	[
		'argo-canary/13-aborted-while-manually-paused',
		/^ABORTED/,
		'warning',
		/^nothing by itself: aborted, and held by hand/,
		/^already back on 2.8.1/,
	],
	[
		'argo-canary/14-controller-not-running',
		/^NO ANSWER/,
		'critical',
		/^nothing moves until the controller answers again$/,
		/^2.8.1 by undo/,
	],
	['argo-basic-canary/02-paused-at-20', /^PAUSED/, 'warning', /waiting for you, /, /^5.0.0 by argo abort/],
	[
		'argo-basic-canary/03-aborted-while-manually-paused',
		/^NOT ROLLED BACK/,
		'critical',
		/^nothing by itself: aborted, and held by hand/,
		/^5.0.0 by unpause/,
	],
	['argo-basic-canary/04-aborted', /^ABORTED/, 'warning', /^nothing by itself: aborted/, /^already back on 5.0.0/],
	['argo-bluegreen/02-preview-waits-for-promotion', /^PAUSED/, 'warning', /waiting for you, /, /^1.0.0 by argo abort/],
	[
		'argo-bluegreen/04-post-promotion-analysis',
		/^ANALYSIS/,
		'moving',
		/^analysis slow 1 of 60 measured/,
		/^1.1.0 by undo/,
	],
	[
		'argo-bluegreen/05-aborted-after-cutover-unready',
		/^NOT ROLLED BACK/,
		'critical',
		/^nothing by itself: aborted/,
		/^1.1.0 by undo/,
	],
	['deployment/01-complete', /^stable/, 'quiet', /^nothing: no update/, /^no earlier version is kept$/],
	['deployment/02-rolling', /^ROLLING \d\/\d ready/, 'moving', /^pods are replaced/, /^7.0.0 by undo/],
	['deployment/03-paused', /^HELD/, 'warning', /^nothing by itself: held by hand$/, /^7.0.0 by undo, then unpause/],
	['deployment/05-progress-deadline-exceeded', /^FAILED/, 'critical', /^nothing goes back by itself/, /^7.1.0 by undo/],
];

test.each(decisive)(
	'%s shows its state, what comes next, and what going back would do',
	(situation, state, tone, next, back) => {
		const {screen} = deskOn(situation).frame();
		if (screen.kind !== 'release') throw new Error('the release is not open');
		const {view} = screen;
		expect(view.headline.parts[0]).toMatch(state);
		expect(view.headline.tone).toBe(tone);
		expect(view.next).toMatch(next);
		expect(view.back).toMatch(back);
	},
);

test('the line of an analysis counts its checks in the words of NEXT', () => {
	const {screen} = deskOn('argo-canary/05-step-analysis-running').frame();
	if (screen.kind !== 'release') throw new Error('the release is not open');
	expect(screen.view.analyses[0]).toBe(
		'checkout-866cfb757-2-4 (step) Running: success-rate Running 2 of 3 measured, last [1]',
	);
});

test('checks without a count show what they need', () => {
	const world = {served: {...served, 'canaries.flagger.app': ['v1beta1']}};
	const {screen} = deskOn('flagger/07-checks-failing', {world}).frame();
	if (screen.kind !== 'release') throw new Error('the release is not open');
	expect(screen.view.analyses).toEqual([
		'checks (background) Running: request-success-rate Failed 2 failed, last 81.50% · request-duration <= 500ms',
	]);
});

test('every screen of every recorded situation has a frame, at every size, with and without metrics', () => {
	let frames = 0;
	for (const situation of situations) {
		for (const isMetricsConfigured of [true, false]) {
			const desk = deskOn(situation, {world: {isMetricsConfigured}});
			for (const keys of [[], ['c'], ['?'], ['escape', 'escape', 'escape'], ['escape']]) {
				desk.press(...keys);
				for (const [columns, rows] of [
					[60, 15],
					[80, 24],
					[160, 45],
					[1, 1],
					[500, 200],
				] as const) {
					desk.input({kind: 'resize', columns, rows});
					expect(desk.frame().size).toEqual({columns, rows});
					frames += 1;
				}
			}
		}
	}
	expect(frames).toBe(situations.length * 2 * 5 * 5);
});
