import {line, safe} from '../../../source/domain/safe-text.ts';
import {bindingsAt} from '../../../source/engine/keys/keymap.ts';
import {type FooterView, keyViewAt} from '../../../source/engine/screens/footer.ts';
import type {HeaderView} from '../../../source/engine/screens/header.ts';
import {screens} from '../../../source/engine/screens/screens.ts';
import type {ServiceRow} from '../../../source/engine/screens/service-row.ts';
import type {ActionId} from '../../../source/engine/state/action-id.ts';
import type {Screen} from '../../../source/engine/world/context.ts';

/** A believable shop at 02:41:12 UTC: the figures of all screens agree with each other. */
export const nowMs = Date.UTC(2026, 10, 21, 2, 41, 12);

export function value(amount: number): ServiceRow['requestsPerSecond'] {
	return {kind: 'value', value: amount, atMs: nowMs - 18_000};
}

export const header: HeaderView = {
	context: safe`prod-eu1`,
	isProtected: true,
	environment: null,
	isDemo: false,
	isInsecure: false,
	isReadOnly: false,
	scope: safe`all ns`,
	user: safe`ana@corp`,
	nowMs,
	cluster: {state: 'fresh', ageSeconds: 1, problem: null},
	metrics: {state: 'fresh', ageSeconds: 18, problem: null},
	frozenSeconds: null,
	banners: [],
};

/** The footer of a screen with its own keys, or `only` these; `because` says why keys do nothing now. */
export function footerOf(
	id: (typeof screens)[number]['id'],
	{only, without = [], because = {}, to = '2.8.1', labels = {}}: FooterOptions = {},
): FooterView {
	const screen: Screen | undefined = screens.find(one => one.id === id);
	if (!screen) throw new Error(`no screen is called ${id}`);
	const bindings = bindingsAt({screens}, screen).filter(({action, listed}) =>
		only ? only.includes(action) : listed === 'footer' && !without.includes(action),
	);
	return {
		keys: bindings.map(binding => {
			const reason = because[binding.action];
			const view = keyViewAt(
				{screens},
				screen,
				binding,
				reason === undefined ? null : line(reason),
				to === null ? null : line(to),
			);
			const label = labels[binding.action];
			return label === undefined ? view : {...view, label: line(label), short: line(label)};
		}),
		message: null,
		filter: null,
	};
}

interface FooterOptions {
	readonly only?: readonly ActionId[];
	readonly without?: readonly ActionId[];
	readonly because?: Readonly<Partial<Record<ActionId, string>>>;
	readonly to?: string | null;
	/** What keys do now, where that is not what their actions are called. */
	readonly labels?: Readonly<Partial<Record<ActionId, string>>>;
}

/** Nothing is selected, so no verb is offered. */
export const ofNothing: FooterOptions = {
	without: ['back', 'promote', 'hold', 'resume', 'toRevision', 'setWeight', 'undo'],
};

/** The verbs of a release that is paused at a step, and has one stable version to go back to. */
export const ofPaused: FooterOptions = {
	without: ['setWeight', 'undo'],
	because: {resume: 'it is not held by hand'},
};
