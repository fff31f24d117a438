import {homedir} from 'node:os';
import {loadConfigFile} from '../../adapters/system/config-file.ts';
import {meshes} from '../../meshes/registry.ts';
import type {Arguments} from '../command-line/arguments.ts';
import {ownMetrics} from '../configuration/own-metrics.ts';
import {rulesYaml} from './rules-yaml.ts';

/** `perch rules`: the recording rules of every provider, or of those that are named. Asks no cluster. */
export async function printRules(
	{config: namedPath, context, meshes: named, rules}: Arguments,
	print: (text: string) => void,
): Promise<number> {
	const config = await loadConfigFile({namedPath, env: process.env, homeFolder: homedir()});
	if (!config.ok) {
		for (const {message} of config.error.mistakes) print(`${config.error.file}: ${message}`);
		return 2;
	}
	const own = ownMetrics(config, context ?? '');
	if (named?.includes('own') && !own) {
		print('the mesh "own" is what "metrics" of the configuration file describes, which has none');
		return 2;
	}
	const known = own ? [...meshes, own] : meshes;
	const wanted = known.filter(({id}) => named === null || named.includes(id));
	print(rulesYaml({...rules, meshes: wanted}));
	return 0;
}
