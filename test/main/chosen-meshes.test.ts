import {expect, test} from 'vitest';
import {parseConfig} from '../../source/adapters/system/config-parse.ts';
import {err, ok} from '../../source/domain/result.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import {chosenMeshes} from '../../source/main/configuration/chosen-meshes.ts';
import {meshes} from '../../source/meshes/registry.ts';

const none = ok({kind: 'none'} as const);
const mistaken = err({file: safe`config.yaml`, mistakes: [], command: safe`vi config.yaml`});
const described = () => {
	const config = parseConfig('metrics: {requests: calls, labels: {application: app, code: code}}');
	if (!config.ok) throw new Error('the configuration has mistakes');
	return ok({kind: 'loaded', path: '', config: config.value, writtenAtMs: 0} as const);
};
const idsOf = (chosen: ReturnType<typeof chosenMeshes>) => (chosen.ok ? chosen.value.map(({id}) => id) : chosen.error);

test('perch measures every mesh, and what the configuration describes, unless the operator names some', () => {
	const all = meshes.map(({id}) => id);
	expect(idsOf(chosenMeshes(null, none, 'prod'))).toEqual(all);
	expect(idsOf(chosenMeshes(null, described(), 'prod'))).toEqual([...all, 'own']);
	expect(idsOf(chosenMeshes(['own', 'istio'], described(), 'prod'))).toEqual(['own', 'istio']);
});

test('perch does not start with own metrics that nobody describes', () => {
	expect(idsOf(chosenMeshes(['own'], none, 'prod'))).toContain('which has none for prod');
});

test('perch starts where the configuration has mistakes: the screen names them', () => {
	expect(idsOf(chosenMeshes(['own'], mistaken, 'prod'))).toEqual([]);
	expect(idsOf(chosenMeshes(['istio', 'own'], mistaken, 'prod'))).toEqual(['istio']);
});
