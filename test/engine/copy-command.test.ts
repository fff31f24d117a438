import {execFileSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import {line, safe} from '../../source/domain/text/safe-text.ts';
import {kubectlOf} from '../../source/engine/intents/kubectl.ts';
import type {Desk} from './support/desk.ts';
import {deskAt, deskOn, objectsOf} from './support/recorded.ts';

const kubectl = ['--context', "it's prod"];
const atFifty = 'argo-canary/06-paused-at-50-after-analysis';

describe('Y copies', () => {
	test('the command that shows the open release', () => {
		const desk = deskOn(atFifty, {settings: {kubectl: ['--context', 'prod-eu1']}});
		desk.press('Y');
		expect(copiedBy(desk)).toBe('kubectl --context prod-eu1 -n shop get rollouts.argoproj.io checkout -o yaml');
	});

	test('the literal patches of the plan in the open dialog, with their tests, for a shell', () => {
		const desk = deskOn('argo-canary/03-manually-paused', {settings: {kubectl}});
		desk.press('x');
		desk.advance(1_000);
		desk.press('Y');
		const plan = desk.state().intents.at(-1)?.plan;
		const patches = plan?.steps.map(step => (step.kind === 'patch' ? step : null)) ?? [];
		expect(patches).toHaveLength(2);
		expect(copiedBy(desk).split('\n').map(wordsOf)).toEqual(
			patches.map(step => [
				'kubectl',
				...kubectl,
				'-n',
				'shop',
				'patch',
				'rollouts.argoproj.io',
				'checkout',
				...(step?.subresource ? ['--subresource=status'] : []),
				'--type=json',
				'-p',
				JSON.stringify(step?.patch),
			]),
		);
		expect(desk.state().screen.dialog?.mode).toBe('confirm');
	});

	test('nothing before the plan is made, and says so in the dialog', () => {
		const desk = deskOn(atFifty, {world: {latencyMs: ({kind}) => (kind === 'readLive' ? 'never' : 5)}});
		desk.press('x', 'Y');
		expect(desk.given('copy')).toEqual([]);
		expect(desk.state().screen.dialog?.message).toBe('not copied: the plan is not made yet');
	});

	test('no request whose private values the dialog masks', () => {
		const desk = deskOn('deployment/04-second-revision');
		desk.press('b');
		desk.advance(1_000);
		desk.press('enter');
		desk.advance(1_000);
		const plan = desk.state().intents.at(-1)?.plan;
		const step = plan?.steps[0];
		if (!plan || step?.kind !== 'patch') throw new Error('the way to another revision is a patch');
		const secret = {
			op: 'replace',
			path: '/spec/template/spec/containers/0/env',
			value: [{name: 'A', value: 'hush'}],
		} as const;
		const refused = kubectlOf(desk.context, {}, {...plan, steps: [{...step, patch: [...step.patch, secret]}]});
		expect(refused).toMatchObject({ok: false, error: expect.stringMatching(/^not copied: .*env/)});
	});

	test('the weight of a canary Ingress, but not the header that leads to it', () => {
		const desk = deskOn('routes/ingress-nginx', {world: {served: {'ingresses.networking.k8s.io': ['v1']}}});
		const annotation = (name: string) => `/metadata/annotations/nginx.ingress.kubernetes.io~1${name}`;
		desk.press('x');
		desk.advance(1_000);
		const plan = desk.state().intents.at(-1)?.plan;
		const step = plan?.steps[0];
		if (!plan || step?.kind !== 'patch') throw new Error('the way back is a patch');
		expect(kubectlOf(desk.context, {}, plan)).toMatchObject({
			ok: true,
			value: expect.stringContaining(`${annotation('canary-weight')}","value":"0"`),
		});
		const header = {op: 'test', path: annotation('canary-by-header-value'), value: 'hush'} as const;
		const refused = kubectlOf(desk.context, {}, {...plan, steps: [{...step, patch: [header, ...step.patch]}]});
		expect(refused).toMatchObject({ok: false, error: expect.stringMatching(/^not copied: .*annotations/)});
	});

	test('a call and a deletion with what kubectl has for them, and a wait as a word', () => {
		const desk = deskAt(atFifty);
		const ref = {kindId: 'pods', namespace: 'shop', name: 'checkout-1'};
		const path = '/api/v1/namespaces/test/services/http:flagger-loadtester:80/proxy/gate/open';
		const commands = kubectlOf(
			desk.context,
			{kubectl},
			{
				verb: 'promote',
				direction: 'towardCanary',
				release: 'release:prod/rollouts.argoproj.io/shop/checkout',
				to: null,
				headline: safe`PROMOTE`,
				means: safe`a gate`,
				effects: [],
				caveats: [],
				facts: [],
				steps: [
					{kind: 'post', label: safe`open the gate`, path, body: {name: "it's"}, inverse: null},
					{kind: 'await', ref, until: [], deadlineSeconds: 60, label: safe`the gate's answer`},
					{kind: 'delete', ref, uid: 'u-1'},
				],
			},
		);
		expect(commands.ok && commands.value.split('\n')).toEqual([
			`printf %s '{"name":"it'\\''s"}' | kubectl --context 'it'\\''s prod' create --raw ${path} -f -`,
			`echo 'wait: the gate'\\''s answer'`,
			`printf %s '{"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"u-1"}}' | kubectl --context 'it'\\''s prod' delete --raw /api/v1/namespaces/shop/pods/checkout-1 -f -`,
		]);
	});

	test('nothing where the context has a name that nobody sees whole', () => {
		const desk = deskOn(atFifty, {settings: {kubectl: ['--context', 'prod\u202e']}});
		desk.press('Y');
		expect(desk.given('copy')).toEqual([]);
		expect(desk.state().screen.message?.text).toBe('not copied: prod\\u202e holds characters that nobody sees');
	});
});

describe('in a dialog, y and Y', () => {
	test('are letters where the cluster’s name begins with them, or is being typed', () => {
		const desk = deskOn('argo-canary/02-paused-at-step-1', {target: {cluster: line('yard-Y')}});
		desk.press('p');
		desk.advance(2_000);
		desk.type('yard-Y');
		expect(desk.state().screen.dialog?.clusterText).toBe('yard-Y');
		expect(desk.given('copy')).toEqual([]);
	});

	test('are letters of the reason', () => {
		const desk = deskOn('argo-canary/02-paused-at-step-1');
		desk.press('p');
		desk.advance(2_000);
		desk.press('tab', 'tab');
		desk.type('yY');
		expect(desk.state().screen.dialog?.reasonText).toBe('yY');
		expect(desk.given('copy')).toEqual([]);
	});

	test('copy on the buttons, and the dialog says where it went', () => {
		const desk = deskOn(atFifty);
		desk.press('x');
		desk.advance(1_000);
		desk.press('y');
		expect(copiedBy(desk)).toContain('`shop/checkout`');
		desk.dispatch({
			kind: 'copied',
			lines: 12,
			outcome: {clipboard: 'sent', file: {ok: true, value: safe`~/copied.md`}},
		});
		expect(desk.state().screen.dialog?.message).toBe('12 lines sent to clipboard (OSC 52) · also in ~/copied.md');
	});

	test('after going back close the question for the reason and copy', () => {
		const desk = deskOn(atFifty);
		desk.press('x');
		desk.advance(1_000);
		desk.press('right', 'enter');
		desk.advance(1_000);
		desk.server.become(objectsOf('argo-canary/07-aborted'));
		desk.sync();
		expect(desk.state().screen.dialog?.mode).toBe('reason');
		desk.press('y');
		expect(desk.state().screen.dialog).toBeNull();
		expect(copiedBy(desk)).toContain('**BACK TO 2.8.1** by `ana`');
	});
});

describe('what became of a copy is said', () => {
	const file = {ok: true, value: safe`~/copied.md`} as const;
	const full = {ok: false, error: safe`copy ~/copied.md: no space left on device (ENOSPC)`} as const;
	test.each([
		[{clipboard: 'sent', file}, 'info', '9 lines sent to clipboard (OSC 52) · also in ~/copied.md'],
		[{clipboard: 'tmux', file}, 'info', "9 lines given to tmux's clipboard · also in ~/copied.md"],
		[{clipboard: 'none', file}, 'info', '9 lines in ~/copied.md: this terminal has no clipboard'],
		[{clipboard: 'tooLong', file}, 'warning', '9 lines in ~/copied.md: too long for the clipboard'],
		[{clipboard: 'sent', file: full}, 'warning', `9 lines sent to clipboard (OSC 52) · no file: ${full.error}`],
		[{clipboard: 'none', file: full}, 'critical', `9 lines not copied: this terminal has no clipboard · ${full.error}`],
	] as const)('%j', (outcome, tone, text) => {
		const desk = deskOn(atFifty);
		desk.dispatch({kind: 'copied', lines: 9, outcome});
		expect(desk.state().screen.message).toMatchObject({tone, text});
	});
});

function copiedBy(desk: Desk): string {
	return desk.given('copy').at(-1)?.text ?? '';
}

/** The words as a POSIX shell hands them to a program; none of them has a line break. */
function wordsOf(command: string): readonly string[] {
	return execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${command}`], {encoding: 'utf8'})
		.split('\n')
		.slice(0, -1);
}
