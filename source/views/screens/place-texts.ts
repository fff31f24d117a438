import type {SettingSource} from '../../domain/settings/judge-settings.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';

/** Who set something. */
export const placeTexts: Readonly<Record<SettingSource, SafeText>> = {
	annotation: safe`annotation`,
	all: safe`the configuration`,
	context: safe`the context's configuration`,
	namespace: safe`the namespace's configuration`,
	namespaceOfContext: safe`the namespace's configuration in this context`,
	service: safe`the service's configuration`,
	serviceOfContext: safe`the service's configuration in this context`,
};
