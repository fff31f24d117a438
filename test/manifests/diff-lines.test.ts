import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {JsonObject} from '../../source/domain/cluster/kube-object.ts';
import {changesOf} from '../../source/manifests/changes.ts';
import {type DiffLine, diffLines} from '../../source/manifests/diff-lines.ts';
import {templateIn} from '../../source/manifests/template.ts';
import {pairOf, templatesOf, templateWith} from './templates.ts';

const signs = {same: ' ', removed: '-', added: '+', folded: '…'} as const;
const drawn = (lines: readonly DiffLine[]) =>
	lines.map(line => `${signs[line.kind]}${line.kind === 'folded' ? ` ${line.count}` : line.text}`);

test('a recorded release shows its image between the lines around it', () => {
	const [from, to] = templatesOf('argo-canary/12-paused-third-revision', 'checkout-58c56f75fc', 'checkout-866cfb757');
	expect(drawn(diffLines(from, to))).toEqual([
		'… 8',
		'       value: •••',
		'     - name: DB_PASSWORD',
		'       value: •••',
		'-    image: registry.example/checkout:2.8.1',
		'+    image: registry.example/checkout:2.9.0',
		'     imagePullPolicy: IfNotPresent',
		'     ports:',
		'     - containerPort: 8080',
		'… 12',
	]);
});

test('an order that means nothing is no difference', () => {
	const env = [
		{name: 'A', value: '1'},
		{name: 'B', value: '2'},
	];
	const ports = [{containerPort: 80}, {containerPort: 81, protocol: 'UDP'}];
	const [from, to] = pairOf({env, ports}, {env: env.toReversed(), ports: ports.toReversed()});
	expect(diffLines(from, to)).toEqual([]);
});

const twice: readonly (readonly [name: string, container: JsonObject])[] = [
	['a variable', {env: ['1', '2', '1'].map(value => ({name: 'A', value}))}],
	['a port', {ports: ['web', 'admin'].map(name => ({name, containerPort: 80}))}],
	['a mount', {volumeMounts: ['a', 'b'].map(name => ({name, mountPath: '/x'}))}],
];

test.each(twice)('%s that is there twice is no difference by itself', (_name, container) => {
	const [from, to] = pairOf(container, container);
	expect(diffLines(from, to)).toEqual([]);
	expect(changesOf(from, to)).toEqual([]);
});

test('of a variable that is there twice, the one that changed is told', () => {
	const env = (...values: readonly string[]) => ({env: values.map(value => ({name: 'A', value}))});
	const [from, to] = pairOf(env('1', '2'), env('3', '2'));
	expect(drawn(diffLines(from, to)).filter(text => /^[-+]/.test(text))).toEqual([
		'-      value: •••',
		'+      value: ••• (value 3)',
	]);
	expect(changesOf(from, to).map(({name, kind}) => [name, kind])).toEqual([['A', 'changed']]);
	const [first, swapped] = pairOf(env('1', '2'), env('2', '1'));
	expect(diffLines(first, swapped)).not.toEqual([]);
	expect(changesOf(first, swapped).map(({name}) => name)).toEqual(['A', 'A (2)']);
});

test.each([
	['arguments', {args: ['a', 'b']}, {args: ['b', 'a']}],
	[
		'variables that refer to others',
		{
			env: [
				{name: 'A', value: '1'},
				{name: 'B', value: '$(A)/x'},
			],
		},
		{
			env: [
				{name: 'B', value: '$(A)/x'},
				{name: 'A', value: '1'},
			],
		},
	],
] satisfies [string, JsonObject, JsonObject][])('the order of %s means something', (_name, from, to) => {
	const [one, other] = pairOf(from, to);
	expect(diffLines(one, other)).not.toEqual([]);
});

test('an added item stands where it is, and the others stay', () => {
	const [from, to] = pairOf(
		{
			env: [
				{name: 'B', value: '1'},
				{name: 'GONE', value: '1'},
			],
		},
		{
			env: [
				{name: 'A', value: '1'},
				{name: 'B', value: '1'},
			],
		},
	);
	const changed = diffLines(from, to).filter(({kind}) => kind === 'added' || kind === 'removed');
	expect(drawn(changed)).toEqual(['+    - name: A', '+      value: •••', '-    - name: GONE', '-      value: •••']);
});

test('another masked value shows as another, and not what it is', () => {
	const [from, to] = pairOf({env: [{name: 'A', value: 'on'}]}, {env: [{name: 'A', value: 'off'}]});
	const changed = diffLines(from, to).filter(({kind}) => kind === 'added' || kind === 'removed');
	expect(drawn(changed)).toEqual(['-      value: •••', '+      value: ••• (value 2)']);
});

test('what a controller writes into a template is no difference', () => {
	const holder = (hash: string, at: string) => ({
		spec: {
			template: {
				metadata: {
					creationTimestamp: null,
					labels: {app: 'x', 'pod-template-hash': hash},
					annotations: {'kubectl.kubernetes.io/restartedAt': at},
				},
				spec: {containers: []},
			},
		},
	});
	expect(templateIn(holder('a', '1'))).toEqual(templateIn(holder('b', '2')));
});

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const {tree} = fc.letrec<{tree: unknown}>(tie => ({
	tree: fc.oneof(
		{depthSize: 'small'},
		scalar,
		fc.array(tie('tree'), {maxLength: 4}),
		fc.dictionary(fc.constantFrom('env', 'ports', 'volumes', 'args', 'name', 'value', 'x'), tie('tree'), {maxKeys: 4}),
	),
}));

test('a field that is called as a method of every object is no list with keys', () => {
	const template = templateWith({valueOf: [{}]});
	expect(diffLines(template, template)).toEqual([]);
});

test('a template does not differ from itself', () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), tree), fields => {
			const template = templateWith(fields as JsonObject);
			expect(changesOf(template, template)).toEqual([]);
			expect(diffLines(template, structuredClone(template))).toEqual([]);
		}),
	);
});

test('where the words tell a change, the YAML has it too, and where they tell none, it has none', () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), tree), fc.dictionary(fc.string(), tree), (one, other) => {
			const [from, to] = pairOf(one as JsonObject, other as JsonObject);
			if (diffLines(from, to).length > 0) expect(changesOf(from, to)).not.toEqual([]);
		}),
	);
});
