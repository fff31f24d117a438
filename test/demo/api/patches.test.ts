import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {applyJsonPatch} from '../../../source/demo/api/write/json-patch.ts';
import {applyMergePatch} from '../../../source/demo/api/write/merge-patch.ts';
import {applyStrategicMerge} from '../../../source/demo/api/write/strategic-merge.ts';

const doesNotApply = {ok: false, error: {kind: 'doesNotApply'}};

describe('JSON Patch', () => {
	const document = {metadata: {uid: 'u'}, spec: {steps: [1, 2], 'a/b': 1}, status: {index: 1}};

	it.each([
		[{op: 'test', path: '/metadata/uid', value: 'u'}, document],
		[{op: 'test', path: '/metadata/uid', value: 'v'}, undefined],
		[{op: 'test', path: '/spec/steps', value: [1, 2]}, document],
		[{op: 'test', path: '/spec/a~1b', value: 1}, document],
		[{op: 'test', path: '/status/abort', value: null}, document],
		[{op: 'test', path: '/status/abort', value: false}, undefined],
		[{op: 'test', path: '/nothing/abort', value: null}, undefined],
		[{op: 'test', path: '/spec/steps/7', value: null}, undefined],
		[
			{op: 'replace', path: '/status/index', value: 2},
			{...document, status: {index: 2}},
		],
		[{op: 'replace', path: '/status/missing', value: 2}, undefined],
		[
			{op: 'add', path: '/status/abort', value: true},
			{...document, status: {index: 1, abort: true}},
		],
		[{op: 'add', path: '/nothing/abort', value: true}, undefined],
		[
			{op: 'add', path: '/spec/steps/-', value: 3},
			{...document, spec: {steps: [1, 2, 3], 'a/b': 1}},
		],
		[
			{op: 'remove', path: '/status/index'},
			{...document, status: {}},
		],
		[{op: 'remove', path: '/status/missing'}, undefined],
		[{op: 'paint', path: '/status/index', value: 2}, undefined],
		['no operation', undefined],
	])('%j', (operation, expected) => {
		const result = applyJsonPatch(document, [operation]);
		expect(result).toEqual(expected === undefined ? doesNotApply : {ok: true, value: expected});
	});

	it('applies nothing when a later test fails, and never touches the original', () => {
		const original = structuredClone(document);
		const patch = [
			{op: 'replace', path: '/status/index', value: 2},
			{op: 'test', path: '/status/index', value: 1},
		];
		expect(applyJsonPatch(document, patch)).toEqual(doesNotApply);
		expect(document).toEqual(original);
	});

	it('is malformed when it is no list', () => {
		const message = 'json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp';
		expect(applyJsonPatch(document, {spec: {}})).toEqual({ok: false, error: {kind: 'malformed', message}});
	});
});

describe('merge patch', () => {
	it.each([
		[{a: 1, b: {c: 2, d: 3}}, {b: {c: null, e: 4}}, {a: 1, b: {d: 3, e: 4}}],
		[{a: [1, 2]}, {a: [3]}, {a: [3]}],
		[{a: 1}, {a: {b: null, c: 1}}, {a: {c: 1}}],
		[{a: 1}, {}, {a: 1}],
	])('%j with %j gives %j', (target, patch, expected) => {
		expect(applyMergePatch(target, patch)).toEqual(expected);
	});

	it('changes nothing when applied twice', () => {
		const {object} = fc.letrec(tie => ({
			object: fc.dictionary(
				fc.constantFrom('a', 'b', 'c'),
				fc.oneof({maxDepth: 3}, fc.nat(2), fc.constant(null), tie('object')),
			),
		}));
		fc.assert(
			fc.property(object, object, (target, patch) => {
				const once = applyMergePatch(target, patch);
				expect(applyMergePatch(once, patch)).toEqual(once);
			}),
		);
	});
});

describe('strategic merge', () => {
	const target = {
		spec: {
			containers: [
				{name: 'a', image: 'a:1', env: [{name: 'X', value: '1'}]},
				{name: 'b', image: 'b:1'},
			],
		},
	};
	const containers = (list: unknown[]) => ({spec: {containers: list}});

	it.each([
		[containers([{name: 'b', image: 'b:2'}]), containers([target.spec.containers[0], {name: 'b', image: 'b:2'}])],
		[
			containers([{name: 'a', env: [{name: 'Y', value: '2'}]}]),
			containers([
				{
					name: 'a',
					image: 'a:1',
					env: [
						{name: 'X', value: '1'},
						{name: 'Y', value: '2'},
					],
				},
				target.spec.containers[1],
			]),
		],
		[containers([{name: 'b', $patch: 'delete'}]), containers([target.spec.containers[0]])],
		[
			containers([
				{name: 'c', image: 'c:1'},
				{$patch: 'replace', name: 'x'},
			]),
			containers([{name: 'c', image: 'c:1'}]),
		],
		[{spec: {args: ['x']}}, {spec: {...target.spec, args: ['x']}}],
		[{spec: {containers: null, $setElementOrder: []}}, {spec: {}}],
	])('%j', (patch, expected) => {
		expect(applyStrategicMerge(target, patch)).toEqual(expected);
	});
});
