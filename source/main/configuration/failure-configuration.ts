import type {ConfigOutcome} from '../../adapters/system/config-file.ts';
import type {FailureConfiguration} from '../../domain/settings/failure-settings.ts';
import {blocksOf} from './configuration-blocks.ts';

/** What the configuration file says of failures for a context; null where it says nothing. */
export function failureConfiguration(config: ConfigOutcome, contextName: string): FailureConfiguration | null {
	return blocksOf(
		config,
		contextName,
		({failures}) => failures,
		group => group,
	);
}
